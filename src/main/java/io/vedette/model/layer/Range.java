package io.vedette.model.layer;

/** The values that a feature map takes. Immutable. */
public record Range(double least, double most) {
  /** The range extended to include 0, which padding needs. */
  public Range withZero() {
    return new Range(Math.min(0, least), Math.max(0, most));
  }
}
