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
import java.util.Map;
import java.util.Optional;

/**
 * Graphs that end in TensorRT's suppression node, which nothing else can run: their boxes and class
 * scores are read before that node.
 */
public final class CutSuppression implements Family {
  private static final int BOX = 4;

  @Override
  public String wireName() {
    return "efficientnms-trt";
  }

  @Override
  public List<String> otherNames() {
    return List.of();
  }

  @Override
  public String title() {
    return "graphs that end in EfficientNMS_TRT";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    Map<String, Long> node = model.source().cutOff();
    List<Value> outputs = model.outputs();
    boolean isLike =
        !node.isEmpty()
            && outputs.size() == 2
            && outputs.stream().allMatch(output -> output.rank() == 3)
            && outputs.get(0).length(2) == BOX;
    if (!isLike) {
      return Optional.empty();
    }
    DenseLayout layout =
        new DenseLayout(
            TensorPart.rows(0, 0, BOX),
            TensorPart.rows(1, 0, outputs.get(1).length(2)),
            null,
            node.getOrDefault("box_coding", 0L) == 1 ? PlainBox.CENTRE : PlainBox.CORNERS,
            node.getOrDefault("score_activation", 0L) == 1 ? Activation.SIGMOID : Activation.NONE);
    List<String> names = outputs.stream().map(Value::name).toList();
    String how = "its node EfficientNMS_TRT was cut off; boxes are suppressed here";
    return Optional.of(DetectorFormat.dense(PictureForm.YOLO, names, layout, how));
  }
}
