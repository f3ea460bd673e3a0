package io.vedette.inference.reading;

import java.util.List;

/**
 * The format of a detector, as it was recognised: its family, its input and its output. Immutable.
 *
 * @param family its name in settings
 * @param form of pictures
 * @param outputs names of the results that are read
 * @param layout of these results
 * @param classes how many there are; 0 where the results do not say
 * @param usualNames of classes where neither file nor settings name any; empty when there are none
 * @param isSuppressed whether the model itself leaves one box for each object
 * @param how it was recognised
 * @param remarks what else is worth saying
 */
public record DetectorFormat(
    String family,
    PictureForm form,
    List<String> outputs,
    Layout layout,
    int classes,
    List<String> usualNames,
    boolean isSuppressed,
    String how,
    List<String> remarks) {
  public DetectorFormat {
    outputs = List.copyOf(outputs);
    usualNames = List.copyOf(usualNames);
    remarks = List.copyOf(remarks);
  }

  /** A detector of which boxes of one object have to be suppressed, with COCO's usual classes. */
  public static DetectorFormat dense(
      PictureForm form, List<String> outputs, DenseLayout layout, String how) {
    int classes = layout.classes();
    return new DetectorFormat(
        "", form, outputs, layout, classes, CocoNames.of(classes), false, how, List.of());
  }

  /** A detector that gives one box for each object, with a class. */
  public static DetectorFormat selected(
      PictureForm form, List<String> outputs, Layout layout, String how) {
    return new DetectorFormat("", form, outputs, layout, 0, CocoNames.EIGHTY, true, how, List.of());
  }

  /** The same of a family. */
  public DetectorFormat of(String name) {
    return new DetectorFormat(
        name, form, outputs, layout, classes, usualNames, isSuppressed, how, remarks);
  }

  /** The same with the model suppressing boxes itself, or not. */
  public DetectorFormat suppressed(boolean is) {
    return new DetectorFormat(family, form, outputs, layout, classes, usualNames, is, how, remarks);
  }

  /** The same with other names where there are none. */
  public DetectorFormat named(List<String> names) {
    return new DetectorFormat(
        family, form, outputs, layout, classes, names, isSuppressed, how, remarks);
  }

  /** The same with a remark; none is added when it is empty. */
  public DetectorFormat remarking(String remark) {
    List<String> more = new java.util.ArrayList<>(remarks);
    if (!remark.isEmpty()) {
      more.add(remark);
    }
    return new DetectorFormat(
        family, form, outputs, layout, classes, usualNames, isSuppressed, how, more);
  }
}
