package io.vedette.console.run;

import io.vedette.event.FrameDetections;
import java.util.Optional;

/** The repeated inference of a frame that Kafka still has. Thread-safe. */
public interface FrameRepeater {
  /**
   * The present detections of a model in the frame of an earlier detection, without times of
   * stages; empty when Kafka no longer has the frame.
   *
   * @throws io.vedette.runtime.Failure where the model or the frame cannot be used
   */
  Optional<FrameDetections> repeat(ModelFile model, FrameDetections earlier)
      throws InterruptedException;
}
