package io.vedette.model.torch;

import static org.bytedeco.pytorch.global.torch.batch_norm;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.upsample_nearest2d;

import io.vedette.model.layer.BatchNorm;
import io.vedette.model.layer.Conv;
import io.vedette.model.layer.Operators;
import io.vedette.model.layer.Reparameterisable;
import java.util.List;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Operators that compute with PyTorch. Confined to one thread; results belong to the caller's
 * pointer scope.
 */
public class TorchOperators implements Operators<Tensor> {
  /** The purpose of running a network. */
  public enum Mode {
    /** Normalises by the batch and updates the running statistics. */
    TRAIN,
    /** Normalises by the running statistics. */
    EVALUATE,
    /** Each layer with branches is one convolution. */
    FOLDED
  }

  private static final double MOMENTUM = 0.1;
  private static final long[] DILATION = {1, 1};
  private static final long[] SPATIAL = {2, 3};

  private final TensorMap weights;
  private final Mode mode;
  private final ScalarType precision;

  /** In float32. */
  public TorchOperators(TensorMap weights, Mode mode) {
    this(weights, mode, ScalarType.Float);
  }

  /**
   * @param precision the precision of the feature maps; float32 or bfloat16
   */
  public TorchOperators(TensorMap weights, Mode mode, ScalarType precision) {
    this.weights = weights;
    this.mode = mode;
    this.precision = precision;
  }

  @Override
  public Tensor conv(Conv conv, Tensor x) {
    TensorOptional bias =
        conv.hasBias()
            ? new TensorOptional(weights.get(conv.bias()).to(precision))
            : new TensorOptional();
    return conv2d(
        x.to(precision),
        weights.get(conv.weight()).to(precision),
        bias,
        both(conv.stride()),
        both(conv.padding()),
        DILATION,
        conv.groups());
  }

  @Override
  public Tensor norm(BatchNorm norm, Tensor x) {
    return batch_norm(
        x,
        new TensorOptional(weights.get(norm.weight())),
        new TensorOptional(weights.get(norm.bias())),
        new TensorOptional(weights.get(norm.mean())),
        new TensorOptional(weights.get(norm.variance())),
        isMoving(norm),
        MOMENTUM,
        BatchNorm.EPSILON,
        false);
  }

  /** Whether a normalisation goes by the batch, and its running statistics follow. */
  protected boolean isMoving(BatchNorm norm) {
    return mode == Mode.TRAIN;
  }

  @Override
  public Tensor branches(Reparameterisable layer, Tensor x) {
    return mode == Mode.FOLDED ? conv(layer.folded(), x) : layer.branches(x, this);
  }

  @Override
  public Tensor gelu(Tensor x) {
    return torch.gelu(x);
  }

  @Override
  public Tensor silu(Tensor x) {
    return torch.silu(x);
  }

  @Override
  public Tensor relu(Tensor x) {
    return torch.relu(x);
  }

  @Override
  public Tensor sigmoid(Tensor x) {
    return torch.sigmoid(x);
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    return a.add(b);
  }

  @Override
  public Tensor scale(Tensor x, Tensor scale) {
    return x.mul(scale);
  }

  @Override
  public Tensor concat(List<Tensor> parts) {
    return cat(new TensorVector(parts.toArray(Tensor[]::new)), 1);
  }

  @Override
  public Tensor maxPool(Tensor x, int kernel) {
    return max_pool2d(x, both(kernel), both(1), both(kernel / 2), DILATION, false);
  }

  @Override
  public Tensor mean(Tensor x) {
    return x.mean(SPATIAL, true, new ScalarTypeOptional());
  }

  @Override
  public Tensor upsample(Tensor x) {
    long[] size = {x.size(2) * 2, x.size(3) * 2};
    return upsample_nearest2d(x, size);
  }

  private static long[] both(int value) {
    return new long[] {value, value};
  }
}
