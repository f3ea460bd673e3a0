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
import java.util.Set;

/**
 * RT-DETR of Ultralytics: a row for each query, {@code cx, cy, w, h} of 0–1 and class scores. With
 * two classes it is as wide as the rows of a detector that suppresses boxes itself, whose numbers
 * are pixels.
 */
public final class RtDetr implements Family {
  private static final int BOX = 4;
  private static final int TIE = 6;
  private static final Set<String> OTHER_TASKS = Set.of("segment", "pose", "obb");

  @Override
  public String wireName() {
    return "rt-detr-rows";
  }

  @Override
  public List<String> otherNames() {
    return List.of("rt-detr-ultralytics");
  }

  @Override
  public String title() {
    return "RT-DETR by Ultralytics [N,queries,4+classes]";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    return model
        .first(3)
        .filter(output -> model.isPictureOnly() && model.outputs().size() == 1)
        .filter(output -> isQueries(model, output))
        .map(RtDetr::reading);
  }

  private static boolean isQueries(Sample model, Value output) {
    int columns = output.length(2);
    return isShaped(model, output)
        && !OTHER_TASKS.contains(model.task())
        && (model.named() == 0 || model.named() == columns - BOX)
        && model.isUnit(output, TensorPart.rows(0, 0, columns))
        && (columns != TIE || isTie(model, output));
  }

  private static boolean isShaped(Sample model, Value output) {
    return output.length(2) > BOX
        && output.length(1) <= Sample.MOST_CHOSEN
        && !model.isEachCell(output);
  }

  /** All numbers of 0–1, but neither all 0 nor with whole ones for the class. */
  private static boolean isTie(Sample model, Value output) {
    return model.highest(output, TensorPart.rows(0, 0, TIE)) > 0
        && (model.named() == 2 || !model.isWhole(output, TensorPart.rows(0, TIE - 1, 1)));
  }

  private static DetectorFormat reading(Value output) {
    DenseLayout layout =
        new DenseLayout(
            TensorPart.rows(0, 0, BOX),
            TensorPart.rows(0, BOX, output.length(2) - BOX),
            null,
            PlainBox.RELATIVE_CENTRE,
            Activation.NONE);
    String how = "%d rows of numbers that are all of 0-1".formatted(output.length(1));
    return DetectorFormat.dense(PictureForm.STRETCHED, List.of(output.name()), layout, how)
        .suppressed(true);
  }
}
