package io.vedette.inference.family.dense;

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
 * YOLOv5 and YOLOv7: three boxes for each cell, {@code cx, cy, w, h, objectness, classes …}. Models
 * for segmentation have numbers of their masks after the classes.
 */
public final class YoloV5 implements Family {
  private static final int ANCHORS = 3;
  private static final int OBJECTNESS = 4;
  private static final int SCORES = 5;

  @Override
  public String wireName() {
    return "yolov5";
  }

  @Override
  public List<String> otherNames() {
    return List.of("yolov7", "yolov3");
  }

  @Override
  public String title() {
    return "YOLOv5, YOLOv7 [N,3 x cells,5+classes]";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    return model
        .first(3)
        .filter(output -> model.isPictureOnly() && output.length(2) > SCORES)
        .filter(output -> isThreeForEachCell(model, output.length(1)))
        .filter(model::isEachCell)
        .map(output -> reading(model, output));
  }

  private static boolean isThreeForEachCell(Sample model, int boxes) {
    return boxes % ANCHORS == 0 && model.strides(boxes / ANCHORS).isPresent();
  }

  private static DetectorFormat reading(Sample model, Value output) {
    int masks = model.further(4).map(masked -> masked.length(1)).orElse(0);
    int classes = output.length(2) - SCORES - masks;
    DenseLayout layout =
        new DenseLayout(
            TensorPart.rows(0, 0, 4),
            TensorPart.rows(0, SCORES, classes),
            TensorPart.rows(0, OBJECTNESS, 1),
            PlainBox.CENTRE,
            Activation.NONE);
    return DetectorFormat.dense(
            PictureForm.YOLO,
            List.of(output.name()),
            layout,
            "%d boxes are three for each cell".formatted(output.length(1)))
        .remarking(masks > 0 ? "it segments; its boxes are taken, its masks are not" : "");
  }
}
