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

/** YOLO-NAS without its own suppression: corners and class scores of each cell as two tensors. */
public final class YoloNas implements Family {
  private static final int BOX = 4;

  @Override
  public String wireName() {
    return "yolo-nas-raw";
  }

  @Override
  public List<String> otherNames() {
    return List.of();
  }

  @Override
  public String title() {
    return "YOLO-NAS [N,cells,4] and [N,cells,classes]";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    List<Value> outputs = model.outputs();
    if (!model.isPictureOnly() || !model.source().cutOff().isEmpty() || !isPair(model, outputs)) {
      return Optional.empty();
    }
    int boxes = outputs.get(0).length(2) == BOX ? 0 : 1;
    int classes = outputs.get(1 - boxes).length(2);
    if (outputs.get(boxes).length(2) != BOX) {
      return Optional.empty();
    }
    DenseLayout layout =
        new DenseLayout(
            TensorPart.rows(boxes, 0, BOX),
            TensorPart.rows(1 - boxes, 0, classes),
            null,
            PlainBox.CORNERS,
            Activation.NONE);
    List<String> names = outputs.stream().map(Value::name).toList();
    String how = "corners and scores of each cell are two results";
    return Optional.of(DetectorFormat.dense(PictureForm.YOLO, names, layout, how));
  }

  private static boolean isPair(Sample model, List<Value> outputs) {
    return outputs.size() == 2
        && outputs.stream().allMatch(output -> output.rank() == 3)
        && outputs.get(0).length(1) == outputs.get(1).length(1)
        && model.strides(outputs.get(0).length(1)).isPresent();
  }
}
