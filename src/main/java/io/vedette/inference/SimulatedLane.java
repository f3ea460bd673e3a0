package io.vedette.inference;

import io.vedette.runtime.Failure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stand-in for an accelerator: each run takes a fixed time and finds nothing. */
final class SimulatedLane implements Lane {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedLane.class);
  private static final int ROWS = 1;
  private static final int BOX_COLUMNS = 5;

  private final int batch;
  private final int columns;
  private final int pictureBytes;
  private final Duration time;

  SimulatedLane(OnnxModel model, InferenceSettings settings) {
    this.batch = model.batch() == 0 ? settings.batch() : model.batch();
    this.columns = BOX_COLUMNS + Math.max(1, model.names().size());
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
  public int rows() {
    return ROWS;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public Batch newBatch() {
    return new Batch(batch, pictureBytes, ROWS * columns) {
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
