package io.vedette.inference;

import io.vedette.geometry.Size;
import java.time.Duration;

/** A lane on a device whose memory holds only so many pictures at once. */
public final class CrampedLane implements Lane {
  private final Lane device;
  private int room;

  /**
   * @param batch what it would take
   * @param room what there is memory for
   */
  public CrampedLane(int batch, int room) {
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
    this.room = room;
  }

  /** From now on there is memory for so many. */
  public void room(int pictures) {
    room = pictures;
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
    if (pictures > room) {
      throw new OutOfMemory("no room for " + pictures + " pictures", new IllegalStateException());
    }
    device.infer(batch, pictures);
  }

  @Override
  public void close() {
    device.close();
  }
}
