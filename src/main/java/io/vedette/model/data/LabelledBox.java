package io.vedette.model.data;

import io.vedette.geometry.RelativeBox;

/**
 * One object of a labelled picture. Immutable.
 *
 * @param label index of its class
 * @param box in its picture
 * @param isCrowd whether it stands for many objects, which are neither sought nor counted
 */
public record LabelledBox(int label, RelativeBox box, boolean isCrowd) {
  public LabelledBox(int label, RelativeBox box) {
    this(label, box, false);
  }
}
