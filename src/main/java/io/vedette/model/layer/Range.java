package io.vedette.model.layer;

/** The values that a feature map takes. Immutable. */
public record Range(double least, double most) {
  /** With 0 in it, which padding needs. */
  public Range withZero() {
    return new Range(Math.min(0, least), Math.max(0, most));
  }
}
