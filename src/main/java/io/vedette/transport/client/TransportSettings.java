package io.vedette.transport.client;

import static io.vedette.config.Limits.require;

import io.vedette.config.DataSize;
import io.vedette.config.Setting;
import java.time.Duration;

/** The settings of records in Kafka: topics, limits and guarantees. Immutable. */
public record TransportSettings(
    @Setting(value = "vedette", doc = "First part of every topic's name.") String prefix,
    @Setting(
            value = "8",
            doc =
                "Partitions of topics that this program creates; there can be no more workers than partitions.")
        int partitions,
    @Setting(
            value = "32",
            doc =
                "Partitions of the cameras topic, not fewer than those of frames; at most this"
                    + " many nodes can share the cameras.")
        int cameraPartitions,
    @Setting(value = "1", doc = "Replicas of topics that this program creates.") int replicas,
    @Setting(value = "10m", doc = "How long frames are kept in Kafka.") Duration frameRetention,
    @Setting(
            value = "4GiB",
            doc = "Largest size of one partition of frames; the oldest frames are deleted first.")
        DataSize framesPerPartition,
    @Setting(value = "8MiB", doc = "Largest record; a larger picture is made smaller.")
        DataSize maxRecord,
    @Setting(
            value = "64MiB",
            doc = "Frames held in memory while the broker is away; the oldest are dropped first.")
        DataSize buffer,
    @Setting(
            value = "exactly-once",
            doc = "exactly-once, or at-least-once, which saves the time of the commit.")
        Delivery delivery) {
  /** The guarantee for detections after a crash. */
  public enum Delivery {
    /** Detections and the offsets of their frames commit in one transaction. */
    EXACTLY_ONCE,
    /** Detections may be written twice after a crash, under the same id. */
    AT_LEAST_ONCE
  }

  public TransportSettings {
    atLeast("partitions", partitions, 1);
    atLeast("camera-partitions", cameraPartitions, 1);
    atLeast("replicas", replicas, 1);
    atLeast("max-record", maxRecord, new DataSize(64 << 10));
    atLeast("buffer", buffer, maxRecord);
    if (!prefix.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new IllegalArgumentException("prefix: expected letters, digits, dots, found " + prefix);
    }
  }

  private static void atLeast(String key, DataSize value, DataSize least) {
    require(value.bytes() >= least.bytes(), key, "at least " + least, value);
  }

  private static void atLeast(String key, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(key + ": expected at least " + least + ", found " + value);
    }
  }
}
