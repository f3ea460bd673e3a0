package io.vedette.inference.spec;

import io.vedette.geometry.Size;
import io.vedette.inference.family.Families;
import io.vedette.inference.reading.DetectorFormat;
import io.vedette.inference.reading.PictureForm;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.onnx.ElementType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The description of a model, as text. Immutable.
 *
 * @param family its name in settings, and what that is
 * @param recognised the way in which it was recognised
 * @param pictures size and layout of its input
 * @param colours their order
 * @param scaling the scaling of pixels
 * @param fit the place of pictures of other shapes
 * @param results that are read
 * @param suppression the place where boxes of one object become one
 * @param remarks further remarks
 */
public record ModelDescription(
    String family,
    String recognised,
    String pictures,
    String colours,
    String scaling,
    String fit,
    String results,
    String suppression,
    List<String> remarks) {
  public ModelDescription {
    remarks = List.copyOf(remarks);
  }

  public static ModelDescription of(
      ModelSpec spec, Size size, DetectorFormat reading, List<Value> outputs) {
    PictureForm form = reading.form();
    boolean isBytes = spec.picture().type() == ElementType.UINT8;
    return new ModelDescription(
        reading.family() + ": " + Families.named(reading.family()).title(),
        reading.how(),
        pictures(spec, size),
        form.colours().name(),
        isBytes ? "bytes, scaled in the graph" : form.scaling(),
        form.fitting(),
        outputs.stream().map(Value::toString).collect(Collectors.joining(", ")),
        reading.isSuppressed() ? "in the model" : "here",
        reading.remarks());
  }

  private static String pictures(ModelSpec spec, Size size) {
    String layout = spec.isPlanes() ? "NCHW" : "NHWC";
    boolean isAny = spec.width() == 0 || spec.height() == 0;
    String batch = spec.batch() == 0 ? "any number" : Integer.toString(spec.batch());
    return "%s %s %s%s, %s per run"
        .formatted(
            size,
            spec.isBatched() ? layout : layout.substring(1),
            spec.picture().type().wireName(),
            isAny ? " (takes other sizes)" : "",
            batch);
  }
}
