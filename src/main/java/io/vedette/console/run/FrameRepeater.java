package io.vedette.console.run;

import io.vedette.event.FrameDetections;
import java.util.Optional;

/** The repeated inference of a frame that Kafka still has. Thread-safe. */
public interface FrameRepeater {
  /**
   * What a model finds now in the frame of an earlier detection, without times of stages; empty
   * when Kafka has the frame no longer.
   *
   * @throws io.vedette.runtime.Failure where the model or the frame cannot be used
   */
  Optional<FrameDetections> repeat(ModelFile model, FrameDetections earlier)
      throws InterruptedException;
}
