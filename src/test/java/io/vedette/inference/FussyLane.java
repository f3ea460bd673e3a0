package io.vedette.inference;

import io.vedette.geometry.Size;
import java.time.Duration;

/** A lane whose model throws for pictures that begin with a certain byte. */
public final class FussyLane implements Lane {
  /** What a picture begins with that the model throws for. */
  public static final byte POISON = 7;

  private final Lane device;

  public FussyLane(int batch) {
    InferenceSettings settings =
        new InferenceSettings(
            null,
            InferenceSettings.Device.SIMULATED,
            0,
            0,
            batch,
            Size.square(640),
            null,
            Duration.ZERO);
    this.device = Lane.open(OnnxModel.load(settings), settings);
  }

  @Override
  public InferenceSettings.Device device() {
    return device.device();
  }

  @Override
  public int batch() {
    return device.batch();
  }

  @Override
  public Batch newBatch() {
    return device.newBatch();
  }

  @Override
  public void infer(Batch batch, int pictures) {
    for (int slot = 0; slot < pictures; slot++) {
      if (batch.slot(slot).get(0) == POISON) {
        throw new IllegalStateException("not this one");
      }
    }
    device.infer(batch, pictures);
  }

  @Override
  public void close() {
    device.close();
  }
}
