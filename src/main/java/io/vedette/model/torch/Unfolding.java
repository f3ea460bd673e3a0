package io.vedette.model.torch;

import static org.bytedeco.pytorch.global.torch.conv2d;

import io.vedette.model.layer.Conv;
import io.vedette.model.layer.Kernel;
import io.vedette.model.layer.Moments;
import io.vedette.model.layer.Reparameterisable;
import io.vedette.model.layer.Weights;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * Operators of the run form that, while pictures pass, calculate weights of the trained form with
 * the same results. Confined to one thread.
 */
public final class Unfolding extends TorchOperators {
  private static final long[] DILATION = {1, 1};

  private final Weights folded;
  private final Weights trained = new Weights();

  /**
   * @param folded the run form's weights
   */
  public Unfolding(Weights folded) {
    super(TensorMap.of(folded), Mode.FOLDED);
    this.folded = folded;
  }

  /** The trained weights so far. */
  public Weights trained() {
    return trained;
  }

  @Override
  public Tensor branches(Reparameterisable layer, Tensor x) {
    Kernel kernel = Kernel.of(layer.folded(), folded);
    layer.unfold(kernel, (conv, weight) -> moments(conv, weight, x), trained);
    return super.conv(layer.folded(), x);
  }

  @Override
  public Tensor conv(Conv conv, Tensor x) {
    trained.put(conv, Kernel.of(conv, folded));
    return super.conv(conv, x);
  }

  private static Moments moments(Conv conv, double[] weight, Tensor x) {
    double[][] moments = new double[2][];
    NativeScope.run(
        () -> {
          float[] values = new float[weight.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) weight[i];
          }
          Tensor kernel = Tensors.of(values, Tensors.longs(conv.weightShape()));
          long[] stride = {conv.stride(), conv.stride()};
          long[] padding = {conv.padding(), conv.padding()};
          Tensor y =
              conv2d(x, kernel, new TensorOptional(), stride, padding, DILATION, conv.groups());
          Tensor byChannel = y.transpose(0, 1).reshape(conv.out(), -1);
          moments[0] = doubles(Tensors.floats(byChannel.mean(1)));
          moments[1] = doubles(Tensors.floats(byChannel.var(new long[] {1}, false)));
        });
    return new Moments(moments[0], moments[1]);
  }

  private static double[] doubles(float[] values) {
    double[] copy = new double[values.length];
    Arrays.setAll(copy, i -> values[i]);
    return copy;
  }
}
