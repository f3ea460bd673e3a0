package io.vedette.model.layer;

/**
 * Batch normalisation: by the batch's mean and variance while training, by the running ones
 * otherwise. Immutable.
 *
 * @param name the name of its parameters' prefix, as {@code backbone.0.0.bn}
 * @param channels of the map
 * @param initialWeight scale before training
 */
public record BatchNorm(String name, int channels, float initialWeight) {
  /** Added to the variance. */
  public static final double EPSILON = 1e-5;

  public BatchNorm(String name, int channels) {
    this(name, channels, 1);
  }

  public String weight() {
    return name + ".weight";
  }

  public String bias() {
    return name + ".bias";
  }

  public String mean() {
    return name + ".running_mean";
  }

  public String variance() {
    return name + ".running_var";
  }

  public long parameters() {
    return 2L * channels;
  }

  /** A convolution's kernel with this normalisation, by the running statistics, inside. */
  public Kernel fold(Kernel kernel, Weights weights) {
    float[] scale = weights.values(weight());
    float[] shift = weights.values(bias());
    float[] mean = weights.values(mean());
    float[] variance = weights.values(variance());
    double[] weight = kernel.weight().clone();
    double[] bias = kernel.bias().clone();
    int size = weight.length / channels;
    for (int channel = 0; channel < channels; channel++) {
      double factor = scale[channel] / Math.sqrt(variance[channel] + EPSILON);
      for (int i = channel * size; i < (channel + 1) * size; i++) {
        weight[i] *= factor;
      }
      bias[channel] = (bias[channel] - mean[channel]) * factor + shift[channel];
    }
    return new Kernel(weight, bias);
  }

  /**
   * Weights with which this normalisation undoes factors and adds a bias.
   *
   * @param moments of its input
   * @param factors by which each channel of the input is too large
   */
  public void unfold(Moments moments, double[] factors, double[] bias, Weights into) {
    double[] scale = new double[channels];
    double[] shift = new double[channels];
    for (int channel = 0; channel < channels; channel++) {
      scale[channel] = Math.sqrt(moments.variance()[channel] + EPSILON) / factors[channel];
      shift[channel] = moments.mean()[channel] / factors[channel] + bias[channel];
    }
    into.put(weight(), Weights.floats(scale));
    into.put(bias(), Weights.floats(shift));
    into.put(mean(), Weights.floats(moments.mean()));
    into.put(variance(), Weights.floats(moments.variance()));
  }
}
