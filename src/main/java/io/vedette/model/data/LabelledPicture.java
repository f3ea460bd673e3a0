package io.vedette.model.data;

import io.vedette.geometry.Size;
import java.util.List;

/**
 * A picture of a data set with its labels. Immutable.
 *
 * @param name the name of its file
 * @param size as stored, in pixels
 * @param position where its JPEG begins in the store
 * @param length the length of its JPEG in bytes
 * @param boxes that are in it; none when it is background
 * @param showing in training
 */
public record LabelledPicture(
    String name, Size size, long position, int length, List<LabelledBox> boxes, Showing showing) {
  public LabelledPicture {
    boxes = List.copyOf(boxes);
  }

  /** One that is shown once a round, as it is. */
  public LabelledPicture(
      String name, Size size, long position, int length, List<LabelledBox> boxes) {
    this(name, size, position, length, boxes, Showing.PLAIN);
  }

  /** Whether nothing of the data set's classes is in it. */
  public boolean isBackground() {
    return boxes.isEmpty() && showing.isLabelled();
  }
}
