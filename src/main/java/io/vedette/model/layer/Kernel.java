package io.vedette.model.layer;

/**
 * A convolution's numbers in double precision, while they are folded. The arrays are its own.
 *
 * @param weight {@code [out, in / groups, kernel, kernel]}
 * @param bias {@code [out]}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Kernel(double[] weight, double[] bias) {
  private static final double TINY = 1e-20;

  /** As stored. */
  public static Kernel of(Conv conv, Weights weights) {
    double[] bias =
        conv.hasBias() ? Weights.doubles(weights.values(conv.bias())) : new double[conv.out()];
    return new Kernel(Weights.doubles(weights.values(conv.weight())), bias);
  }

  /** The factor for each output channel that gives its filter a certain length as a vector. */
  public double[] factorsToLength(double length) {
    int size = weight.length / bias.length;
    double[] factors = new double[bias.length];
    for (int channel = 0; channel < factors.length; channel++) {
      double square = 0;
      for (int i = channel * size; i < (channel + 1) * size; i++) {
        square += weight[i] * weight[i];
      }
      factors[channel] = square < TINY ? 1 : length / Math.sqrt(square);
    }
    return factors;
  }

  /** The weight with each output channel's filter multiplied by a factor. */
  public double[] scaled(double[] factors) {
    double[] scaled = weight.clone();
    int size = weight.length / factors.length;
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factors[i / size];
    }
    return scaled;
  }
}
