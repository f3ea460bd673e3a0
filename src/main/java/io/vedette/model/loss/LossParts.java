package io.vedette.model.loss;

/** The parts of a loss as weighted numbers. Immutable. */
public record LossParts(double box, double objectness, double label) {
  public static final LossParts NONE = new LossParts(0, 0, 0);

  public double total() {
    return box + objectness + label;
  }

  public LossParts plus(LossParts other) {
    return new LossParts(box + other.box, objectness + other.objectness, label + other.label);
  }

  public LossParts times(double factor) {
    return new LossParts(box * factor, objectness * factor, label * factor);
  }
}
