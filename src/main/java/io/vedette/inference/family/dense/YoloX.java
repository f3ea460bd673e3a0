package io.vedette.inference.family.dense;

import io.vedette.inference.reading.BoxCoding;
import io.vedette.inference.reading.CellBox;
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
 * YOLOX: a row for each cell, {@code x, y, w, h, objectness, classes …}, the box relative to its
 * cell or decoded to pixels. Pixels go in as BGR of 0–255.
 */
public final class YoloX implements Family {
  private static final int OBJECTNESS = 4;
  private static final int SCORES = 5;

  /** Logarithms of sizes in strides are less than this; sizes in pixels are not all. */
  private static final float LARGEST_LOGARITHM = 10;

  @Override
  public String wireName() {
    return "yolox";
  }

  @Override
  public List<String> otherNames() {
    return List.of();
  }

  @Override
  public String title() {
    return "YOLOX [N,cells,5+classes]";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    return model
        .first(3)
        .filter(output -> model.isPictureOnly() && output.length(2) > SCORES)
        .filter(output -> model.strides(output.length(1)).isPresent())
        .filter(model::isEachCell)
        .map(output -> reading(model, output));
  }

  private static DetectorFormat reading(Sample model, Value output) {
    boolean isDecoded = isDecoded(model, output);
    List<Integer> strides = model.strides(output.length(1)).orElseThrow();
    BoxCoding coding = isDecoded ? PlainBox.CENTRE : new CellBox(strides);
    DenseLayout layout =
        new DenseLayout(
            TensorPart.rows(0, 0, 4),
            TensorPart.rows(0, SCORES, output.length(2) - SCORES),
            TensorPart.rows(0, OBJECTNESS, 1),
            coding,
            Activation.NONE);
    String how =
        "%d rows are one for each cell, %s"
            .formatted(
                output.length(1),
                isDecoded
                    ? "sizes are pixels (decoded in the graph)"
                    : "sizes are logarithms of strides (raw)");
    return DetectorFormat.dense(PictureForm.YOLOX, List.of(output.name()), layout, how);
  }

  private static boolean isDecoded(Sample model, Value output) {
    float highest = model.highest(output, TensorPart.rows(0, 2, 2));
    return highest > LARGEST_LOGARITHM
        || (highest == 0 && model.source().operatorsBefore(output.name()).contains("Exp"));
  }
}
