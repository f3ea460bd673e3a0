package io.vedette.inference.family.selected;

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
import java.util.Set;

/**
 * YOLOv10, YOLO26 and exports with suppression inside: {@code left, top, right, bottom, score,
 * class} of a few hundred boxes, and numbers of masks or poses after that.
 */
public final class EndToEnd implements Family {
  private static final int COLUMNS = 6;
  private static final Set<String> WIDER = Set.of("segment", "pose");

  @Override
  public String wireName() {
    return "yolov10";
  }

  @Override
  public List<String> otherNames() {
    return List.of("yolo26", "end-to-end");
  }

  @Override
  public String title() {
    return "YOLOv10, YOLO26, nms=True [N,boxes,6]";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    return model
        .first(3)
        .filter(output -> model.isPictureOnly() && output.length(1) <= Sample.MOST_CHOSEN)
        .filter(output -> isWide(model, output))
        .filter(output -> !model.isEachCell(output))
        .filter(output -> model.isWhole(output, TensorPart.rows(0, 5, 1)))
        .map(output -> reading(model, output));
  }

  private static boolean isWide(Sample model, Value output) {
    int columns = output.length(2);
    return (model.outputs().size() == 1 && columns == COLUMNS)
        || (columns > COLUMNS && WIDER.contains(model.task()));
  }

  private static DetectorFormat reading(Sample model, Value output) {
    GivenLayout layout =
        GivenLayout.of(
            TensorPart.rows(0, 0, 4),
            TensorPart.rows(0, 4, 1),
            TensorPart.rows(0, 5, 1),
            PlainBox.CORNERS);
    String how = "%d boxes with score and class each".formatted(output.length(1));
    boolean isMore = output.length(2) > COLUMNS;
    return DetectorFormat.selected(PictureForm.YOLO, List.of(output.name()), layout, how)
        .remarking(isMore ? "its task is " + model.task() + "; its boxes are taken, no more" : "");
  }
}
