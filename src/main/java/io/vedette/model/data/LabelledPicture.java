package io.vedette.model.data;

import io.vedette.geometry.Size;
import java.util.List;

/**
 * A picture of a data set and what is in it. Immutable.
 *
 * @param name of its file
 * @param size as stored, in pixels
 * @param position where its JPEG begins in the store
 * @param length of its JPEG in bytes
 * @param boxes that are in it; none when it is background
 */
public record LabelledPicture(
    String name, Size size, long position, int length, List<LabelledBox> boxes) {
  public LabelledPicture {
    boxes = List.copyOf(boxes);
  }
}
