package io.vedette.model.loss;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.tensor;
import static org.bytedeco.pytorch.global.torch.zeros;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import io.vedette.model.augment.SoftTarget;
import io.vedette.model.augment.Target;
import io.vedette.model.torch.Tensors;
import io.vedette.model.torch.TorchDecoder;
import io.vedette.model.yolo.Anchors;
import io.vedette.model.yolo.DetectorNetwork;
import io.vedette.model.yolo.Head;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The loss of YOLOv5: assigned boxes by CIoU and class, all boxes by objectness, whose target is
 * that CIoU. Where no label counts but a teacher sees something, its scores are the targets, and
 * its box as much as it is sure. In float32. Immutable.
 */
public final class DetectionLoss {
  /** Finer scales have more cells, so that each weighs less; this makes up for it. */
  private static final double[] BALANCE = {4, 1, 0.4};

  /** PyTorch's number for the sum over all elements. */
  private static final long SUM = 2;

  private final List<TargetAssignment> assignments = new ArrayList<>();
  private final int classes;
  private final LossGains gains;

  public DetectionLoss(Anchors anchors, int classes, LossGains gains) {
    for (int scale = 0; scale < DetectorNetwork.STRIDES.size(); scale++) {
      assignments.add(
          new TargetAssignment(DetectorNetwork.STRIDES.get(scale), anchors.at(scale), classes));
    }
    this.classes = classes;
    this.gains = gains;
  }

  /**
   * The three weighed parts, {@code [box, objectness, class]}; their sum is the loss.
   *
   * @param maps the head's, finest first
   * @param targets by picture
   * @param taught the teachers' boxes, by picture
   */
  public Tensor of(List<Tensor> maps, List<List<Target>> targets, List<List<SoftTarget>> taught) {
    Tensor parts = zeros(3).to(maps.get(0).device(), ScalarType.Float);
    for (int scale = 0; scale < maps.size(); scale++) {
      parts = parts.add(ofScale(maps.get(scale), scale, targets, taught));
    }
    Tensor weights =
        Tensors.of(
            new float[] {(float) gains.box(), (float) gains.objectness(), (float) gains.label()},
            3);
    return parts.mul(weights.to(maps.get(0).device(), ScalarType.Float));
  }

  /** The parts as numbers. */
  public static LossParts parts(Tensor parts) {
    float[] values = Tensors.floats(parts);
    return new LossParts(values[0], values[1], values[2]);
  }

  private Tensor ofScale(
      Tensor map, int scale, List<List<Target>> targets, List<List<SoftTarget>> taught) {
    Tensor rows = TorchDecoder.byAnchor(map.to(ScalarType.Float)).reshape(-1, Head.BOX + classes);
    Tensor objectness = rows.select(1, 4);
    Tensor sought = zeros_like(objectness);
    int height = (int) map.size(2);
    Matches matches = assignments.get(scale).match(targets, taught, height, (int) map.size(3));
    Tensor box = zeros(1).to(map.device(), ScalarType.Float);
    Tensor label = box;
    if (matches.size() > 0) {
      Tensor at = tensor(matches.rows()).to(map.device(), ScalarType.Long);
      Tensor found = rows.index_select(0, at);
      Tensor wanted =
          Tensors.of(matches.numbers(), matches.size(), Matches.NUMBERS)
              .to(found.device(), ScalarType.Float);
      Tensor certainty = wanted.select(1, Matches.CERTAINTY);
      Tensor all = certainty.sum().clamp_min(new Scalar(1));
      Tensor agreement = agreement(found, wanted);
      box = agreement.neg().add(new Scalar(1)).mul(certainty).sum().div(all).view(1);
      label = labels(found, matches, certainty).div(all).view(1);
      sought = sought.index_copy(0, at, quality(agreement.detach(), wanted));
    }
    Tensor whether =
        binary_cross_entropy_with_logits(objectness, sought).mul(new Scalar(BALANCE[scale]));
    return cat(new TensorVector(box, whether.view(1), label), 0);
  }

  /** The objectness that is sought: how well a label's box is met, or what a teacher says. */
  private static Tensor quality(Tensor agreement, Tensor wanted) {
    return agreement
        .clamp_min(new Scalar(0))
        .mul(wanted.select(1, Matches.CERTAINTY))
        .mul(wanted.select(1, Matches.BY_OVERLAP))
        .add(wanted.select(1, Matches.OBJECTNESS));
  }

  /** CIoU of what was found with what was to be found, both relative to the cell. */
  private static Tensor agreement(Tensor found, Tensor wanted) {
    Tensor centre = found.narrow(1, 0, 2).sigmoid().mul(new Scalar(2)).sub(new Scalar(0.5f));
    Tensor twice = found.narrow(1, 2, 2).sigmoid().mul(new Scalar(2));
    Tensor size = twice.mul(twice).mul(wanted.narrow(1, 4, 2));
    return Overlap.complete(cat(new TensorVector(centre, size), 1), wanted.narrow(1, 0, 4));
  }

  /** The sum over the matches of the mean over the classes. */
  private Tensor labels(Tensor found, Matches matches, Tensor certainty) {
    Tensor wanted =
        Tensors.of(matches.scores(), matches.size(), classes).to(found.device(), ScalarType.Float);
    return binary_cross_entropy_with_logits(
            found.narrow(1, Head.BOX, classes),
            wanted,
            new TensorOptional(certainty.unsqueeze(1)),
            new TensorOptional(),
            SUM)
        .div(new Scalar(classes));
  }
}
