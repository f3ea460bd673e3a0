package io.vedette.inference.family.dense;

import io.vedette.inference.reading.BoxCoding;
import io.vedette.inference.reading.Cells;
import io.vedette.inference.reading.DenseLayout;
import io.vedette.inference.reading.DenseLayout.Activation;
import io.vedette.inference.reading.DetectorFormat;
import io.vedette.inference.reading.Family;
import io.vedette.inference.reading.PictureForm;
import io.vedette.inference.reading.PlainBox;
import io.vedette.inference.reading.RotatedBox;
import io.vedette.inference.reading.Sample;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.inference.reading.TensorPart;
import io.vedette.inference.reading.TensorPart.Order;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * YOLOv8, v9, 11 and 12: a column for each cell, {@code cx, cy, w, h, classes …}, without
 * objectness. Models for segmentation, poses and turned boxes have more after the classes.
 */
public final class YoloV8 implements Family {
  private static final int BOX = 4;
  private static final Pattern POINTS = Pattern.compile("\\D*(\\d{1,3})\\D+(\\d)\\D*");

  @Override
  public String wireName() {
    return "yolov8";
  }

  @Override
  public List<String> otherNames() {
    return List.of("yolov6", "yolov9", "yolo11", "yolo12");
  }

  @Override
  public String title() {
    return "YOLOv8, v9, 11, 12 [N,4+classes,cells]";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    return model
        .first(3)
        .filter(output -> model.isPictureOnly() && output.length(1) > BOX + extra(model))
        .filter(output -> isColumnForEachCell(model, output))
        .map(output -> reading(model, output));
  }

  /** Maps as coarse as NanoDet's may be NanoDet's, of which scores are not of 0–1. */
  private static boolean isColumnForEachCell(Sample model, Value output) {
    TensorPart scores = new TensorPart(0, Order.TURNED, BOX, output.length(1) - BOX - extra(model));
    return model
        .strides(output.length(2))
        .filter(strides -> !strides.equals(Cells.COARSE) || model.isUnit(output, scores))
        .isPresent();
  }

  /** Numbers after the classes. */
  private static int extra(Sample model) {
    int masks = model.further(4).map(masked -> masked.length(1)).orElse(0);
    return masks + points(model) + (isRotated(model) ? 1 : 0);
  }

  private static int points(Sample model) {
    Matcher shape = POINTS.matcher(model.source().metadata().getOrDefault("kpt_shape", ""));
    return model.task().equals("pose") && shape.matches()
        ? Integer.parseInt(shape.group(1)) * Integer.parseInt(shape.group(2))
        : 0;
  }

  private static boolean isRotated(Sample model) {
    return model.task().equals("obb");
  }

  private static DetectorFormat reading(Sample model, Value output) {
    int classes = output.length(1) - BOX - extra(model);
    BoxCoding coding = isRotated(model) ? new RotatedBox(BOX + classes) : PlainBox.CENTRE;
    DenseLayout layout =
        new DenseLayout(
            new TensorPart(0, Order.TURNED, 0, isRotated(model) ? BOX + classes + 1 : BOX),
            new TensorPart(0, Order.TURNED, BOX, classes),
            null,
            coding,
            Activation.NONE);
    String how = "%d columns are one for each cell".formatted(output.length(2));
    return DetectorFormat.dense(PictureForm.YOLO, List.of(output.name()), layout, how)
        .remarking(remark(model));
  }

  private static String remark(Sample model) {
    if (isRotated(model)) {
      return "its boxes are turned; the upright boxes around them are taken";
    }
    if (points(model) > 0) {
      return "it finds poses; its boxes are taken, its points are not";
    }
    return model.further(4).isPresent()
        ? "it segments; its boxes are taken, its masks are not"
        : "";
  }
}
