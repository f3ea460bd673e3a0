package io.vedette.model.train;

import static org.bytedeco.pytorch.global.torch.empty;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import io.vedette.model.augment.TrainingPicture;
import io.vedette.model.layer.BatchNorm;
import io.vedette.model.layer.Inventory;
import io.vedette.model.loss.DetectionLoss;
import io.vedette.model.loss.LossParts;
import io.vedette.model.optimise.ParameterLayout;
import io.vedette.model.torch.NativeScope;
import io.vedette.model.torch.TensorMap;
import io.vedette.model.torch.TorchOperators;
import io.vedette.model.yolo.DetectorNetwork;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.LayoutOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The forward and backward pass of one shard. Replicas share the parameters and have their own
 * gradients and statistics, so that they can work at the same time. Confined to one thread at a
 * time.
 */
final class Replica {
  private static final int COLOURS = 3;

  private final DetectorNetwork detector;
  private final DetectionLoss loss;
  private final TorchOperators operators;
  private final Device device;
  private final ScalarType precision;
  private final Tensor gradient;
  private final Tensor statistics;

  /**
   * @param state whose parameters are shared, and whose statistics are copied
   */
  Replica(
      DetectorNetwork detector,
      DetectionLoss loss,
      Inventory inventory,
      TrainingState state,
      TrainSettings settings) {
    this.detector = detector;
    this.loss = loss;
    this.device = state.parameters().device();
    this.precision =
        settings.precision() == TrainSettings.Precision.BF16
            ? ScalarType.BFloat16
            : ScalarType.Float;
    this.gradient = zeros_like(state.parameters());
    this.statistics = state.statistics().clone();
    ParameterLayout parameters = ParameterLayout.ofParameters(inventory);
    TensorMap map =
        parameters.views(state.parameters(), (name, view) -> leaf(view, isLearnt(name, settings)));
    TensorMap gradients = parameters.views(gradient, (name, view) -> view);
    map.names().forEach(name -> map.get(name).mutable_grad().put(gradients.get(name)));
    map.putAll(
        ParameterLayout.ofStatistics(inventory).views(this.statistics, (name, view) -> view));
    this.operators =
        new TorchOperators(map, TorchOperators.Mode.TRAIN, precision) {
          @Override
          protected boolean isMoving(BatchNorm norm) {
            return isLearnt(norm.mean(), settings);
          }
        };
  }

  private static boolean isLearnt(String name, TrainSettings settings) {
    return settings.frozen().stream().noneMatch(name::startsWith);
  }

  /** The same numbers, to differentiate by. */
  private static Tensor leaf(Tensor view, boolean isLearnt) {
    Tensor leaf = view.detach();
    leaf.set_requires_grad(isLearnt); // its result would refer to the leaf without keeping it alive
    return leaf;
  }

  /** The gradient of the last shard's loss. */
  Tensor gradient() {
    return gradient;
  }

  /** The running statistics, as this replica's shards have them. */
  Tensor statistics() {
    return statistics;
  }

  /** Forth and back; the gradient holds the result. */
  LossParts learn(Shard shard) {
    LossParts[] parts = new LossParts[1];
    NativeScope.run(
        () -> {
          gradient.zero_();
          Tensor losses =
              loss.of(detector.apply(pictures(shard), operators), shard.targets(), shard.taught());
          losses.sum().backward();
          parts[0] = DetectionLoss.parts(losses);
        });
    return parts[0];
  }

  /** {@code [pictures, 3, height, width]}, 0–1, the channels of a pixel side by side in memory. */
  private Tensor pictures(Shard shard) {
    Tensor bytes =
        empty(
            new long[] {
              shard.pictures().size(), shard.size().height(), shard.size().width(), COLOURS
            },
            new ScalarTypeOptional(ScalarType.Byte),
            new LayoutOptional(),
            new DeviceOptional(),
            new BoolOptional(),
            new MemoryFormatOptional());
    BytePointer target = new BytePointer(bytes.data_ptr());
    long position = 0;
    for (TrainingPicture picture : shard.pictures()) {
      target.position(position).put(picture.rgb(), 0, picture.rgb().length);
      position += picture.rgb().length;
    }
    return bytes
        .to(device, ScalarType.Byte)
        .permute(0, 3, 1, 2)
        .to(precision)
        .mul(new Scalar(1f / 255));
  }
}
