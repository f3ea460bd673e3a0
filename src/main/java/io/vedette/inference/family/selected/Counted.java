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
import java.util.function.Predicate;

/**
 * A number of objects and as many corners, scores and classes as four tensors, as EfficientNMS and
 * YOLO-NAS give them.
 */
public final class Counted implements Family {
  /** In the order in which they are read. */
  private static final List<Predicate<Value>> PARTS =
      List.of(Counted::isBoxes, Counted::isScores, Counted::isLabels, Counted::isCount);

  @Override
  public String wireName() {
    return "efficientnms";
  }

  @Override
  public List<String> otherNames() {
    return List.of("yolo-nas-batch");
  }

  @Override
  public String title() {
    return "EfficientNMS, YOLO-NAS: count [N,1], boxes [N,K,4], scores [N,K], classes [N,K]";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    List<Value> outputs = model.outputs();
    if (!model.isPictureOnly() || outputs.size() != PARTS.size()) {
      return Optional.empty();
    }
    List<String> names =
        PARTS.stream().flatMap(part -> only(outputs, part).stream()).map(Value::name).toList();
    if (names.size() != PARTS.size()) {
      return Optional.empty();
    }
    GivenLayout layout =
        GivenLayout.of(
                TensorPart.rows(0, 0, 4), TensorPart.list(1), TensorPart.list(2), PlainBox.CORNERS)
            .with(GivenLayout.counted(3));
    String how = "a count, boxes, scores and classes";
    return Optional.of(DetectorFormat.selected(PictureForm.YOLO, names, layout, how));
  }

  private static boolean isBoxes(Value value) {
    return value.rank() == 3 && value.length(2) == 4;
  }

  private static boolean isScores(Value value) {
    return isList(value) && value.name().contains("score");
  }

  private static boolean isLabels(Value value) {
    return isList(value) && (value.name().contains("class") || value.name().contains("label"));
  }

  private static boolean isCount(Value value) {
    return value.name().contains("num") && (value.rank() == 1 || isOne(value));
  }

  private static boolean isOne(Value value) {
    return value.rank() == 2 && value.length(1) == 1;
  }

  private static boolean isList(Value value) {
    return value.rank() == 2 && !isCount(value);
  }

  private static Optional<Value> only(List<Value> outputs, Predicate<Value> such) {
    List<Value> found = outputs.stream().filter(such).toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }
}
