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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SSD and EfficientDet of TensorFlow's object detection: top, left, bottom and right of 0–1, scores
 * and classes counted from 1. Pixels go in as they are, 0–255.
 */
public final class TfDetection implements Family {
  private static final List<String> NAMES =
      List.of("detection_boxes", "detection_scores", "detection_classes", "num_detections");

  @Override
  public String wireName() {
    return "ssd";
  }

  @Override
  public List<String> otherNames() {
    return List.of("efficientdet", "tf-detection");
  }

  @Override
  public String title() {
    return "TensorFlow SSD, EfficientDet: detection_boxes, _scores, _classes, num_detections";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    List<String> names = names(model);
    boolean isLike =
        names.size() == NAMES.size()
            && model.isPictureOnly()
            && model.output(names.get(0)).orElseThrow().rank() == 3
            && model.output(names.get(1)).orElseThrow().rank() == 2
            && model.output(names.get(2)).orElseThrow().rank() == 2;
    if (!isLike) {
      return Optional.empty();
    }
    GivenLayout layout =
        GivenLayout.of(
                TensorPart.rows(0, 0, 4),
                TensorPart.list(1),
                TensorPart.list(2),
                PlainBox.RELATIVE_YX)
            .from(1)
            .with(GivenLayout.counted(3));
    return Optional.of(
        DetectorFormat.selected(
                PictureForm.STRETCHED.unscaled(),
                names,
                layout,
                "results of TensorFlow's names; classes are counted from 1")
            .named(CocoNames.NINETY));
  }

  /** The names of the model's outputs that TensorFlow names so, in the order of {@link #NAMES}. */
  private static List<String> names(Sample model) {
    List<String> names = new ArrayList<>();
    for (String name : NAMES) {
      model.outputs().stream()
          .map(Value::name)
          .filter(output -> output.equals(name) || output.startsWith(name + ":"))
          .findFirst()
          .ifPresent(names::add);
    }
    return names;
  }
}
