package io.vedette.model.loss;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.one_hot;
import static org.bytedeco.pytorch.global.torch.tensor;
import static org.bytedeco.pytorch.global.torch.zeros;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import io.vedette.model.augment.Target;
import io.vedette.model.torch.Tensors;
import io.vedette.model.torch.TorchDecoder;
import io.vedette.model.yolo.Anchors;
import io.vedette.model.yolo.Detector;
import io.vedette.model.yolo.Head;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * YOLOv5's loss: boxes that are to find an object by CIoU and class, all boxes by objectness, whose
 * target is that CIoU. In float32. Immutable.
 */
public final class DetectionLoss {
  /** Finer scales have more cells, so that each weighs less; this makes up for it. */
  private static final double[] BALANCE = {4, 1, 0.4};

  private static final int CERTAINTY = 6;

  /** PyTorch's number for the mean over all elements. */
  private static final long MEAN = 1;

  private final List<Assignment> assignments = new ArrayList<>();
  private final int classes;
  private final LossGains gains;

  public DetectionLoss(Anchors anchors, int classes, LossGains gains) {
    for (int scale = 0; scale < Detector.STRIDES.size(); scale++) {
      assignments.add(new Assignment(Detector.STRIDES.get(scale), anchors.at(scale)));
    }
    this.classes = classes;
    this.gains = gains;
  }

  /**
   * The three weighed parts, {@code [box, objectness, class]}; their sum is the loss.
   *
   * @param maps the head's, finest first
   * @param targets by picture
   */
  public Tensor of(List<Tensor> maps, List<List<Target>> targets) {
    Tensor parts = zeros(3).to(maps.get(0).device(), ScalarType.Float);
    for (int scale = 0; scale < maps.size(); scale++) {
      parts = parts.add(ofScale(maps.get(scale), scale, targets));
    }
    Tensor weights =
        Tensors.of(
            new float[] {(float) gains.box(), (float) gains.objectness(), (float) gains.label()},
            3);
    return parts.mul(weights.to(maps.get(0).device(), ScalarType.Float));
  }

  /** As numbers. */
  public static LossParts parts(Tensor parts) {
    float[] values = Tensors.floats(parts);
    return new LossParts(values[0], values[1], values[2]);
  }

  private Tensor ofScale(Tensor map, int scale, List<List<Target>> targets) {
    Tensor rows = TorchDecoder.byAnchor(map.to(ScalarType.Float)).reshape(-1, Head.BOX + classes);
    Tensor objectness = rows.select(1, 4);
    Tensor sought = zeros_like(objectness);
    Matches matches = assignments.get(scale).match(targets, (int) map.size(2), (int) map.size(3));
    Tensor box = zeros(1).to(map.device(), ScalarType.Float);
    Tensor label = box;
    if (matches.size() > 0) {
      Tensor at = tensor(matches.rows()).to(map.device(), ScalarType.Long);
      Tensor found = rows.index_select(0, at);
      Tensor wanted =
          Tensors.of(matches.numbers(), matches.size(), Matches.NUMBERS)
              .to(found.device(), ScalarType.Float);
      Tensor certainty = wanted.select(1, CERTAINTY);
      Tensor agreement = agreement(found, wanted);
      box = agreement.neg().add(new Scalar(1)).mul(certainty).mean().view(1);
      label = labels(found, matches, certainty).view(1);
      Tensor quality = agreement.detach().clamp_min(new Scalar(0)).mul(certainty);
      sought = sought.index_copy(0, at, quality);
    }
    Tensor whether =
        binary_cross_entropy_with_logits(objectness, sought).mul(new Scalar(BALANCE[scale]));
    return cat(new TensorVector(box, whether.view(1), label), 0);
  }

  /** CIoU of what was found with what was to be found, both relative to the cell. */
  private static Tensor agreement(Tensor found, Tensor wanted) {
    Tensor centre = found.narrow(1, 0, 2).sigmoid().mul(new Scalar(2)).sub(new Scalar(0.5f));
    Tensor twice = found.narrow(1, 2, 2).sigmoid().mul(new Scalar(2));
    Tensor size = twice.mul(twice).mul(wanted.narrow(1, 4, 2));
    return Overlap.complete(cat(new TensorVector(centre, size), 1), wanted.narrow(1, 0, 4));
  }

  private Tensor labels(Tensor found, Matches matches, Tensor certainty) {
    Tensor wanted = one_hot(tensor(matches.labels()), classes).to(found.device(), ScalarType.Float);
    return binary_cross_entropy_with_logits(
        found.narrow(1, Head.BOX, classes),
        wanted,
        new TensorOptional(certainty.unsqueeze(1)),
        new TensorOptional(),
        MEAN);
  }
}
