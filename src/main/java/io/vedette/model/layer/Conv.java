package io.vedette.model.layer;

/**
 * A convolution, square and symmetric. Immutable.
 *
 * @param name the name of its parameters' prefix, as {@code backbone.0.0.c}
 * @param in channels
 * @param out channels
 * @param kernel height and width in pixels
 * @param stride in pixels
 * @param padding in pixels on every side
 * @param groups the channels are divided into; as many as channels when depthwise
 * @param hasBias whether a number per output channel is added
 */
public record Conv(
    String name, int in, int out, int kernel, int stride, int padding, int groups, boolean hasBias)
    implements Layer {

  /** A convolution without bias, padded so that stride 1 keeps the size. */
  public static Conv of(String name, int in, int out, int kernel, int stride) {
    return new Conv(name, in, out, kernel, stride, kernel / 2, 1, false);
  }

  /** Each channel by itself. */
  public static Conv depthwise(String name, int channels, int kernel, int stride) {
    return new Conv(name, channels, channels, kernel, stride, kernel / 2, channels, false);
  }

  /** 1×1 with bias. */
  public static Conv pointwise(String name, int in, int out) {
    return of(name, in, out, 1, 1).withBias(name);
  }

  /** The convolution with a bias, under another name. */
  public Conv withBias(String other) {
    return new Conv(other, in, out, kernel, stride, padding, groups, true);
  }

  /** {@code [out, in / groups, kernel, kernel]}. */
  public String weight() {
    return name + ".weight";
  }

  /** {@code [out]}. */
  public String bias() {
    return name + ".bias";
  }

  public int[] weightShape() {
    return new int[] {out, in / groups, kernel, kernel};
  }

  /** Inputs that each output is computed from. */
  public int fanIn() {
    return in / groups * kernel * kernel;
  }

  public long parameters() {
    return (long) out * fanIn() + (hasBias ? out : 0);
  }

  @Override
  public <V> V apply(V x, Operators<V> operators) {
    return operators.conv(this, x);
  }
}
