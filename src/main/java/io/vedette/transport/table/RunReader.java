package io.vedette.transport.table;

import io.vedette.event.FrameDetections;
import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.record.Records;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The reader of a run's retained detections. */
public final class RunReader {
  private RunReader() {}

  /**
   * Hands over each detection up to the present end, in order per camera.
   *
   * @param topic the run's detections
   * @throws Failure of action STOP when there is no such run, RETRY when Kafka cannot be read
   */
  public static void read(KafkaAccess kafka, String topic, Consumer<FrameDetections> sink) {
    try (TableReader reader = open(kafka, topic)) {
      reader.readToEnd(
          record ->
              Records.detection(record.key(), record.value())
                  .orElse(reason -> kafka.defects().add(record, reason))
                  .ifPresent(sink));
    }
  }

  /** The present ends of the run's partitions that are not empty. */
  static Map<TopicPartition, Long> ends(KafkaAccess kafka, String topic) {
    try (TableReader reader = open(kafka, topic)) {
      return reader.ends();
    }
  }

  private static TableReader open(KafkaAccess kafka, String topic) {
    try {
      return new TableReader(kafka, "vedette-run", topic);
    } catch (Failure e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw Failure.stop("there is no topic " + topic + "; check the run's name", e);
      }
      throw e;
    }
  }
}
