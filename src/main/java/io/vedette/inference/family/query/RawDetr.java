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
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Transformers as Hugging Face's Optimum exports them: {@code logits} and {@code pred_boxes}. DETR
 * and YOLOS have a last class for no object and a softmax, the others a sigmoid. Of these, RT-DETR
 * and D-FINE choose their queries by {@code TopK} and take pictures of 0–1; Deformable and
 * Conditional DETR have learned queries and take pictures by mean and deviation.
 */
public final class RawDetr implements Family {
  private static final int SOFTMAX_QUERIES = 100;
  private static final int SOFTMAX_CLASSES = 92;

  @Override
  public String wireName() {
    return "detr";
  }

  @Override
  public List<String> otherNames() {
    return List.of("rt-detr-optimum", "yolos", "deformable-detr", "conditional-detr");
  }

  @Override
  public String title() {
    return "DETR, RT-DETR by Optimum: logits [N,queries,classes], pred_boxes [N,queries,4]";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    Optional<Value> logits = model.output("logits").filter(value -> value.rank() == 3);
    Optional<Value> boxes =
        model.output("pred_boxes").filter(value -> value.rank() == 3 && value.length(2) == 4);
    if (logits.isEmpty()
        || boxes.isEmpty()
        || logits.get().length(1) != boxes.get().length(1)
        || logits.get().length(2) < 2) {
      return Optional.empty();
    }
    return Optional.of(reading(model, logits.get()));
  }

  private static DetectorFormat reading(Sample model, Value logits) {
    if (isSoftmax(model, logits)) {
      return reading(
          logits,
          Activation.SOFTMAX,
          PictureForm.IMAGENET,
          "softmax with a last class for no object");
    }
    boolean isChosen = model.source().hasOperator("TopK");
    return reading(
        logits,
        Activation.SIGMOID,
        isChosen ? PictureForm.STRETCHED : PictureForm.IMAGENET,
        "sigmoid, " + (isChosen ? "queries chosen by TopK" : "learned queries"));
  }

  private static DetectorFormat reading(
      Value logits, Activation activation, PictureForm pictures, String scores) {
    DenseLayout layout =
        new DenseLayout(
            TensorPart.rows(1, 0, 4),
            TensorPart.rows(0, 0, logits.length(2)),
            null,
            PlainBox.RELATIVE_CENTRE,
            activation);
    return DetectorFormat.dense(
            pictures,
            List.of("logits", "pred_boxes"),
            layout,
            "results logits and pred_boxes, " + scores)
        .suppressed(true);
  }

  /** Whether scores are a softmax, by the usual form or because most queries have no object. */
  private static boolean isSoftmax(Sample model, Value logits) {
    int classes = logits.length(2);
    if (model.named() > 0) {
      return model.named() == classes - 1;
    }
    return logits.length(1) == SOFTMAX_QUERIES
        || classes == SOFTMAX_CLASSES
        || isMostlyLast(model.numbers(logits), logits.length(1), classes);
  }

  private static boolean isMostlyLast(FloatBuffer numbers, int queries, int classes) {
    int last = 0;
    for (int query = 0; query < queries; query++) {
      boolean isHighest = true;
      for (int i = 0; i < classes - 1; i++) {
        isHighest &= numbers.get(query * classes + i) < numbers.get((query + 1) * classes - 1);
      }
      last += isHighest ? 1 : 0;
    }
    return last > 0.6 * queries;
  }
}
