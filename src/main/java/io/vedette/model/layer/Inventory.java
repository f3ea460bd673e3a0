package io.vedette.model.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * Operators that compute nothing and list the parts of a network, in the order in which it is
 * applied. Confined to one thread.
 */
public final class Inventory implements Operators<Shape> {
  private final boolean isFolded;
  private final List<Conv> convs = new ArrayList<>();
  private final List<BatchNorm> norms = new ArrayList<>();
  private final List<Reparameterisable> branched = new ArrayList<>();
  private long multiplications;

  private Inventory(boolean isFolded) {
    this.isFolded = isFolded;
  }

  /** An inventory of the trained form. */
  public static Inventory trained() {
    return new Inventory(false);
  }

  /** An inventory of the run form, in which each layer with branches is one convolution. */
  public static Inventory folded() {
    return new Inventory(true);
  }

  public List<Conv> convs() {
    return convs;
  }

  public List<BatchNorm> norms() {
    return norms;
  }

  /** Numbers that are learnt. */
  public long parameters() {
    return convs.stream().mapToLong(Conv::parameters).sum()
        + norms.stream().mapToLong(BatchNorm::parameters).sum();
  }

  /** Multiply-accumulate operations of the convolutions, for one picture. */
  public long multiplications() {
    return multiplications;
  }

  /** The run form's weights, from the trained form's. */
  public Weights fold(Weights trained) {
    Weights folded = new Weights();
    for (Conv conv : convs) {
      folded.put(
          conv,
          branched.stream()
              .filter(layer -> layer.folded().equals(conv))
              .findFirst()
              .map(layer -> layer.fold(trained))
              .orElseGet(() -> Kernel.of(conv, trained)));
    }
    return folded;
  }

  @Override
  public Shape conv(Conv conv, Shape x) {
    if (x.channels() != conv.in()) {
      throw new IllegalStateException(conv + " is given " + x);
    }
    convs.add(conv);
    Shape y = new Shape(conv.out(), out(x.height(), conv), out(x.width(), conv));
    multiplications += (long) y.height() * y.width() * conv.out() * conv.fanIn();
    return y;
  }

  @Override
  public Shape branches(Reparameterisable layer, Shape x) {
    if (!isFolded) {
      return layer.branches(x, this);
    }
    branched.add(layer);
    return conv(layer.folded(), x);
  }

  @Override
  public Shape norm(BatchNorm norm, Shape x) {
    norms.add(norm);
    return x;
  }

  @Override
  public Shape concat(List<Shape> parts) {
    int channels = parts.stream().mapToInt(Shape::channels).sum();
    return new Shape(channels, parts.get(0).height(), parts.get(0).width());
  }

  @Override
  public Shape mean(Shape x) {
    return new Shape(x.channels(), 1, 1);
  }

  @Override
  public Shape upsample(Shape x) {
    return new Shape(x.channels(), 2 * x.height(), 2 * x.width());
  }

  @Override
  public Shape gelu(Shape x) {
    return x;
  }

  @Override
  public Shape silu(Shape x) {
    return x;
  }

  @Override
  public Shape relu(Shape x) {
    return x;
  }

  @Override
  public Shape sigmoid(Shape x) {
    return x;
  }

  @Override
  public Shape add(Shape a, Shape b) {
    return a;
  }

  @Override
  public Shape scale(Shape x, Shape scale) {
    return x;
  }

  @Override
  public Shape maxPool(Shape x, int kernel) {
    return x;
  }

  private static int out(int size, Conv conv) {
    return (size + 2 * conv.padding() - conv.kernel()) / conv.stride() + 1;
  }
}
