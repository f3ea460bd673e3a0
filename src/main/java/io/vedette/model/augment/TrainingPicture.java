package io.vedette.model.augment;

import io.vedette.geometry.Size;
import java.util.List;

/**
 * A picture for training, with its targets. Immutable.
 *
 * @param rgb uint8 {@code [height, width, 3]}; its own
 * @param size in pixels
 * @param targets the objects by its labels
 * @param taught the objects by a teacher
 * @param empty regions in which there is nothing, whatever a teacher sees there
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainingPicture(
    byte[] rgb, Size size, List<Target> targets, List<SoftTarget> taught, List<Region> empty) {
  public TrainingPicture {
    targets = List.copyOf(targets);
    taught = List.copyOf(taught);
    empty = List.copyOf(empty);
  }

  /** The picture with a teacher's objects, without those that are known to be absent. */
  public TrainingPicture taughtBy(List<SoftTarget> seen) {
    List<SoftTarget> kept =
        seen.stream()
            .filter(one -> empty.stream().noneMatch(region -> region.has(one.cx(), one.cy())))
            .toList();
    return new TrainingPicture(rgb, size, targets, kept, empty);
  }

  /** The pixels in another size, bilinearly: uint8 {@code [height, width, 3]}. */
  public byte[] resized(Size other) {
    if (other.equals(size)) {
      return rgb;
    }
    Source source = new Source(size.width(), size.height(), rgb);
    byte[] resized = new byte[(int) other.area() * 3];
    for (int y = 0; y < other.height(); y++) {
      for (int x = 0; x < other.width(); x++) {
        double sourceX = (x + 0.5) * size.width() / other.width() - 0.5;
        double sourceY = (y + 0.5) * size.height() / other.height() - 0.5;
        source.sample(sourceX, sourceY, resized, (y * other.width() + x) * 3);
      }
    }
    return resized;
  }

  /** The pixels by colour: float32 {@code [3, height, width]}, 0–1. */
  public float[] planes() {
    int area = rgb.length / 3;
    float[] planes = new float[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      planes[i % 3 * area + i / 3] = (rgb[i] & 0xFF) / 255f;
    }
    return planes;
  }
}
