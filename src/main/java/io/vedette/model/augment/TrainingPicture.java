package io.vedette.model.augment;

import io.vedette.geometry.Size;
import java.util.List;
import java.util.stream.Stream;

/**
 * A picture to learn from. Immutable.
 *
 * @param rgb uint8 {@code [side, side, 3]}; its own
 * @param targets what is in it
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainingPicture(byte[] rgb, List<Target> targets) {
  public TrainingPicture {
    targets = List.copyOf(targets);
  }

  /** The same with more targets. */
  public TrainingPicture with(List<Target> more) {
    return more.isEmpty()
        ? this
        : new TrainingPicture(rgb, Stream.concat(targets.stream(), more.stream()).toList());
  }

  /**
   * The pixels in another size, bilinearly: uint8 {@code [height, width, 3]}.
   *
   * @param side of this picture
   */
  public byte[] resized(int side, Size size) {
    if (size.equals(new Size(side, side))) {
      return rgb;
    }
    Source source = new Source(side, side, rgb);
    byte[] resized = new byte[(int) size.area() * 3];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        double sourceX = (x + 0.5) * side / size.width() - 0.5;
        double sourceY = (y + 0.5) * side / size.height() - 0.5;
        source.sample(sourceX, sourceY, resized, (y * size.width() + x) * 3);
      }
    }
    return resized;
  }

  /** The pixels by colour: float32 {@code [3, side, side]}, 0–1. */
  public float[] planes() {
    int area = rgb.length / 3;
    float[] planes = new float[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      planes[i % 3 * area + i / 3] = (rgb[i] & 0xFF) / 255f;
    }
    return planes;
  }
}
