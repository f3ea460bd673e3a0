package io.vedette.transport;

import io.vedette.event.DetectionEvent;
import io.vedette.event.DetectionJson;
import io.vedette.runtime.Failure;
import java.util.function.Consumer;

/** Reads all of a run's detections that are kept. */
public final class RunReader {
  private RunReader() {}

  /**
   * Hands over each detection up to the present end, in order per camera.
   *
   * @param topic of the run
   * @throws Failure of action STOP when there is no such run, RETRY when Kafka cannot be read
   */
  public static void read(KafkaAccess kafka, String topic, Consumer<DetectionEvent> sink) {
    try (TableReader reader = new TableReader(kafka, "vedette-diff", topic)) {
      if (reader.partitions() == 0) {
        throw Failure.stop("there is no topic " + topic + "; check the run's name");
      }
      reader.readToEnd(record -> sink.accept(DetectionJson.read(record.value())));
    }
  }
}
