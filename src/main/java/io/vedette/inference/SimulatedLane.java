package io.vedette.inference;

import io.vedette.inference.reading.Points;
import io.vedette.runtime.Failure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A simulated accelerator: each run takes a fixed time and finds nothing. */
final class SimulatedLane implements Lane {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedLane.class);

  private final int batch;
  private final int pictureBytes;
  private final Duration time;

  SimulatedLane(OnnxModel model, InferenceSettings settings) {
    this.batch = model.batch() == 0 ? settings.batch() : model.batch();
    this.pictureBytes = (int) model.size().area() * 3;
    this.time = settings.simulatedTime();
    LOG.warn("inference.device is simulated: nothing will be detected");
  }

  @Override
  public InferenceSettings.Device device() {
    return InferenceSettings.Device.SIMULATED;
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public Batch newBatch() {
    return new Batch(batch, pictureBytes) {
      @Override
      public Points points(int slot) {
        return Points.NONE;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void infer(Batch filled, int pictures) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.skip("interrupted in a simulated run", e);
    }
  }

  @Override
  public void close() {}
}
