package io.vedette.model.layer;

/**
 * A convolution's numbers in double precision, while they are folded. The arrays are its own.
 *
 * @param weight {@code [out, in / groups, kernel, kernel]}
 * @param bias {@code [out]}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Kernel(double[] weight, double[] bias) {
  /** As stored. */
  public static Kernel of(Conv conv, Weights weights) {
    double[] bias =
        conv.hasBias() ? Weights.doubles(weights.values(conv.bias())) : new double[conv.out()];
    return new Kernel(Weights.doubles(weights.values(conv.weight())), bias);
  }
}
