package io.vedette.model.accuracy;

import java.util.List;

/**
 * The results of a worker with its settings on labelled pictures. Immutable.
 *
 * @param classes each by itself, by index
 * @param background pictures without any object
 * @param disturbed those of them with a box
 */
public record OperatingPoint(List<ClassPoint> classes, int background, int disturbed) {
  public OperatingPoint {
    classes = List.copyOf(classes);
  }

  public int wrong() {
    return classes.stream().mapToInt(ClassPoint::wrong).sum();
  }
}
