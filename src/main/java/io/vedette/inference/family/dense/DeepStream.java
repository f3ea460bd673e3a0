package io.vedette.inference.family.dense;

import io.vedette.inference.reading.DetectorFormat;
import io.vedette.inference.reading.Family;
import io.vedette.inference.reading.GivenLayout;
import io.vedette.inference.reading.PictureForm;
import io.vedette.inference.reading.Sample;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.inference.reading.TensorPart;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Exports for DeepStream-Yolo: {@code left, top, right, bottom, score, class} of each cell, not yet
 * suppressed. A YOLOX or YOLOv5 of one class has as many columns, but no whole numbers in the last.
 */
public final class DeepStream implements Family {
  private static final int COLUMNS = 6;
  private static final Set<String> SELECTION = Set.of("ReduceMax", "ArgMax", "TopK", "Max");

  @Override
  public String wireName() {
    return "deepstream";
  }

  @Override
  public List<String> otherNames() {
    return List.of("deepstream-yolo");
  }

  @Override
  public String title() {
    return "DeepStream-Yolo [N,cells,6]";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    return model
        .first(3)
        .filter(output -> model.isPictureOnly() && output.length(2) == COLUMNS)
        .filter(output -> model.isEachCell(output))
        .filter(output -> isSelected(model, output))
        .map(DeepStream::reading);
  }

  private static boolean isSelected(Sample model, Value output) {
    Set<String> operators = model.source().operatorsBefore(output.name());
    boolean isLike =
        model.source().picture().name().equals("input")
            || SELECTION.stream().anyMatch(operators::contains);
    return isLike && model.isWhole(output, TensorPart.rows(0, 5, 1));
  }

  private static DetectorFormat reading(Value output) {
    GivenLayout layout = GivenLayout.ofSixColumns();
    String how = "each cell has six numbers, the last a whole one";
    return DetectorFormat.selected(PictureForm.YOLO, List.of(output.name()), layout, how)
        .suppressed(false);
  }
}
