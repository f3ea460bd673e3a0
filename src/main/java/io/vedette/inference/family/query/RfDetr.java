package io.vedette.inference.family.query;

import io.vedette.inference.reading.DenseLayout;
import io.vedette.inference.reading.DenseLayout.Activation;
import io.vedette.inference.reading.DetectorFormat;
import io.vedette.inference.reading.Family;
import io.vedette.inference.reading.PictureForm;
import io.vedette.inference.reading.PlainBox;
import io.vedette.inference.reading.Sample;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.inference.reading.TensorPart;
import java.util.List;
import java.util.Optional;

/**
 * RF-DETR: {@code dets}, cx, cy, w and h of 0–1, and {@code labels}, class scores before a sigmoid,
 * by COCO's own numbers where it was trained on COCO.
 */
public final class RfDetr implements Family {
  @Override
  public String wireName() {
    return "rf-detr";
  }

  @Override
  public List<String> otherNames() {
    return List.of();
  }

  @Override
  public String title() {
    return "RF-DETR: dets [N,queries,4], labels [N,queries,classes]";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    Optional<Value> boxes =
        model.output("dets").filter(value -> value.rank() == 3 && value.length(2) == 4);
    Optional<Value> labels = model.output("labels").filter(value -> value.rank() == 3);
    if (!model.isPictureOnly()
        || boxes.isEmpty()
        || labels.isEmpty()
        || labels.get().length(1) != boxes.get().length(1)) {
      return Optional.empty();
    }
    DenseLayout layout =
        new DenseLayout(
            TensorPart.rows(0, 0, 4),
            TensorPart.rows(1, 0, labels.get().length(2)),
            null,
            PlainBox.RELATIVE_CENTRE,
            Activation.SIGMOID);
    DetectorFormat reading =
        DetectorFormat.dense(
                PictureForm.IMAGENET,
                List.of("dets", "labels"),
                layout,
                "results dets and labels of each query")
            .suppressed(true);
    boolean isMasked = model.outputs().size() > 2;
    return Optional.of(
        reading.remarking(isMasked ? "it segments; its boxes are taken, its masks are not" : ""));
  }
}
