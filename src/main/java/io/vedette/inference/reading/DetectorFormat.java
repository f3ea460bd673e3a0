package io.vedette.inference.reading;

import java.util.List;

/**
 * The format of a detector, as it was recognised: its family, its input and its output. Immutable.
 *
 * @param family its name in settings
 * @param form the form of pictures
 * @param outputs names of the results that are read
 * @param layout the layout of these results
 * @param classes number of classes; 0 where the results do not show it
 * @param usualNames names of classes where neither file nor settings have any; empty when there are
 *     none
 * @param isSuppressed whether the model itself leaves one box for each object
 * @param how it was recognised
 * @param remarks further remarks for people
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

  /** The format with a family's name. */
  public DetectorFormat of(String name) {
    return new DetectorFormat(
        name, form, outputs, layout, classes, usualNames, isSuppressed, how, remarks);
  }

  /** The format of a model that suppresses overlapping boxes itself, or does not. */
  public DetectorFormat suppressed(boolean is) {
    return new DetectorFormat(family, form, outputs, layout, classes, usualNames, is, how, remarks);
  }

  /** The format with usual names where it has none. */
  public DetectorFormat named(List<String> names) {
    return new DetectorFormat(
        family, form, outputs, layout, classes, names, isSuppressed, how, remarks);
  }

  /** The format with a remark, unless that is empty. */
  public DetectorFormat remarking(String remark) {
    List<String> more = new java.util.ArrayList<>(remarks);
    if (!remark.isEmpty()) {
      more.add(remark);
    }
    return new DetectorFormat(
        family, form, outputs, layout, classes, usualNames, isSuppressed, how, more);
  }
}
