package io.vedette.inference.family.selected;

import io.vedette.inference.reading.CocoNames;
import io.vedette.inference.reading.DetectorFormat;
import io.vedette.inference.reading.Family;
import io.vedette.inference.reading.GivenLayout;
import io.vedette.inference.reading.PictureForm;
import io.vedette.inference.reading.PlainBox;
import io.vedette.inference.reading.Sample;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.inference.reading.TensorPart;
import io.vedette.inference.reading.TensorPart.Order;
import io.vedette.onnx.ElementType;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Detectors of torchvision, one picture at a time: corners in pixels, classes by COCO's own numbers
 * and scores of each object.
 */
public final class Torchvision implements Family {
  /** In the order in which they are read. */
  private static final List<Predicate<Value>> PARTS =
      List.of(Torchvision::isBoxes, Torchvision::isScores, Torchvision::isLabels);

  @Override
  public String wireName() {
    return "torchvision";
  }

  @Override
  public List<String> otherNames() {
    return List.of("faster-rcnn", "retinanet");
  }

  @Override
  public String title() {
    return "torchvision: boxes [objects,4], labels [objects], scores [objects]";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    List<Value> parts = PARTS.stream().flatMap(part -> first(model, part).stream()).toList();
    if (!model.isPictureOnly() || parts.size() != PARTS.size()) {
      return Optional.empty();
    }
    GivenLayout layout =
        GivenLayout.of(
            new TensorPart(0, Order.FLAT, 0, 4),
            new TensorPart(1, Order.FLAT_LIST, 0, 1),
            new TensorPart(2, Order.FLAT_LIST, 0, 1),
            PlainBox.CORNERS);
    List<String> names = parts.stream().map(Value::name).toList();
    boolean isMasked = model.outputs().size() > PARTS.size();
    return Optional.of(
        DetectorFormat.selected(
                PictureForm.YOLO, names, layout, "boxes, scores and labels of one picture")
            .named(CocoNames.NINETY_ONE)
            .remarking(isMasked ? "it gives more than boxes; its boxes are taken" : ""));
  }

  private static boolean isBoxes(Value value) {
    return value.rank() == 2 && value.length(1) == 4;
  }

  private static boolean isScores(Value value) {
    return value.rank() == 1 && value.type() != ElementType.INT64;
  }

  private static boolean isLabels(Value value) {
    return value.rank() == 1 && value.type() == ElementType.INT64;
  }

  private static Optional<Value> first(Sample model, Predicate<Value> such) {
    return model.outputs().stream().filter(such).findFirst();
  }
}
