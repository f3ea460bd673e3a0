package io.vedette.inference.family.query;

import io.vedette.inference.reading.DetectorFormat;
import io.vedette.inference.reading.Family;
import io.vedette.inference.reading.GivenLayout;
import io.vedette.inference.reading.PictureForm;
import io.vedette.inference.reading.PlainBox;
import io.vedette.inference.reading.Sample;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.inference.reading.TensorPart;
import java.util.List;
import java.util.Optional;

/**
 * RT-DETR, RT-DETRv2, D-FINE and DEIM as they are deployed: a second input for the picture's size,
 * which gets that of the model's own pictures, and labels, boxes and scores of the best queries.
 */
public final class DeployedDetr implements Family {
  @Override
  public String wireName() {
    return "rt-detr";
  }

  @Override
  public List<String> otherNames() {
    return List.of("rt-detrv2", "d-fine", "deim", "deimv2");
  }

  @Override
  public String title() {
    return "RT-DETR, D-FINE, DEIM: orig_target_sizes; labels, boxes, scores";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    List<Value> others = model.source().others();
    boolean hasSizes = others.size() == 1 && others.get(0).rank() == 2;
    Optional<Value> boxes = model.output("boxes").filter(value -> value.rank() == 3);
    Optional<Value> labels = model.output("labels").filter(value -> value.rank() == 2);
    Optional<Value> scores = model.output("scores").filter(value -> value.rank() == 2);
    if (!hasSizes || boxes.isEmpty() || labels.isEmpty() || scores.isEmpty()) {
      return Optional.empty();
    }
    GivenLayout layout =
        GivenLayout.of(
            TensorPart.rows(0, 0, 4), TensorPart.list(1), TensorPart.list(2), PlainBox.CORNERS);
    return Optional.of(
        DetectorFormat.selected(
            PictureForm.STRETCHED,
            List.of("boxes", "scores", "labels"),
            layout,
            "a second input for sizes, and results labels, boxes and scores"));
  }
}
