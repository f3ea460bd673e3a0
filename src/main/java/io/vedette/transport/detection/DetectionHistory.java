package io.vedette.transport.detection;

import io.vedette.event.FrameDetections;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.Partitions;
import io.vedette.transport.client.RangeReader;
import io.vedette.transport.client.RangeReader.End;
import io.vedette.transport.record.Records;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The detections of one camera that Kafka still has, from a time up to now. Belongs to no group and
 * commits nothing. Its calls block. Thread-safe.
 */
public final class DetectionHistory {
  private final KafkaAccess kafka;
  private final String topic;
  private final RangeReader.Limits limits;

  /**
   * @param limits for reading the camera's partition, which other cameras share
   */
  public DetectionHistory(KafkaAccess kafka, String topic, RangeReader.Limits limits) {
    this.kafka = kafka;
    this.topic = topic;
    this.limits = limits;
  }

  /**
   * Reads the detections in the order in which they were published.
   *
   * @param isCancelled asked between rounds
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public End read(
      String camera, Instant from, Consumer<FrameDetections> taker, BooleanSupplier isCancelled) {
    try (RangeReader reader = new RangeReader(kafka, "vedette-history", "detections")) {
      int count = reader.partitions(topic).size();
      TopicPartition partition = new TopicPartition(topic, Partitions.ofKey(camera, count));
      return reader.read(
          reader.since(List.of(partition), from.toEpochMilli()),
          limits,
          record -> take(record, camera, taker),
          isCancelled::getAsBoolean);
    }
  }

  private void take(
      ConsumerRecord<String, byte[]> record, String camera, Consumer<FrameDetections> taker) {
    if (camera.equals(record.key())) {
      Records.detection(record.key(), record.value())
          .orElse(reason -> kafka.defects().add(record, reason))
          .ifPresent(taker);
    }
  }
}
