package io.vedette.model.torch;

import io.vedette.model.layer.Conv;
import io.vedette.model.layer.Range;
import io.vedette.model.layer.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Operators of the run form that record the values of each map, one picture at a time: the mean of
 * the pictures' extremes, so that a rare outlier does not stretch the range. Confined to one
 * thread.
 */
public final class Calibration extends TorchOperators {
  private final List<double[]> sums = new ArrayList<>();
  private int next;
  private int pictures;

  /**
   * @param folded the run form's weights
   */
  public Calibration(Weights folded) {
    super(TensorMap.of(folded), Mode.FOLDED);
  }

  /** Begins another picture. */
  public void begin() {
    next = 0;
    pictures++;
  }

  /** The range of each operator's result, in the order in which a network applies them. */
  public List<Range> ranges() {
    return sums.stream().map(sum -> new Range(sum[0] / pictures, sum[1] / pictures)).toList();
  }

  private Tensor noted(Tensor map) {
    if (next == sums.size()) {
      sums.add(new double[2]);
    }
    double[] sum = sums.get(next++);
    sum[0] += map.min().item_double();
    sum[1] += map.max().item_double();
    return map;
  }

  @Override
  public Tensor conv(Conv conv, Tensor x) {
    return noted(super.conv(conv, x));
  }

  @Override
  public Tensor gelu(Tensor x) {
    return noted(super.gelu(x));
  }

  @Override
  public Tensor silu(Tensor x) {
    return noted(super.silu(x));
  }

  @Override
  public Tensor relu(Tensor x) {
    return noted(super.relu(x));
  }

  @Override
  public Tensor sigmoid(Tensor x) {
    return noted(super.sigmoid(x));
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    return noted(super.add(a, b));
  }

  @Override
  public Tensor scale(Tensor x, Tensor scale) {
    return noted(super.scale(x, scale));
  }

  @Override
  public Tensor concat(List<Tensor> parts) {
    return noted(super.concat(parts));
  }

  @Override
  public Tensor mean(Tensor x) {
    return noted(super.mean(x));
  }
}
