package io.vedette.inference.reading;

import io.vedette.geometry.Letterbox.Fit;
import java.util.List;
import java.util.Locale;

/**
 * The form in which a detector expects its pictures, apart from the layout and type of its tensor.
 *
 * @param colours their order
 * @param mean numbers for red, green and blue that are subtracted from 0–255
 * @param factor factors for red, green and blue after that
 * @param fit the place of a picture of another shape
 */
public record PictureForm(Colours colours, List<Float> mean, List<Float> factor, Fit fit) {
  private static final float UNIT = 1f / 255;
  private static final List<Float> ZERO = List.of(0f, 0f, 0f);

  /** The order of colours. */
  public enum Colours {
    RGB,
    BGR
  }

  /** The form of nearly all versions of YOLO: RGB, 0–1, centred. */
  public static final PictureForm YOLO =
      new PictureForm(Colours.RGB, ZERO, List.of(UNIT, UNIT, UNIT), Fit.CENTRED);

  /** The form of YOLOX: BGR, 0–255, in the top left. */
  public static final PictureForm YOLOX =
      new PictureForm(Colours.BGR, ZERO, List.of(1f, 1f, 1f), Fit.TOP_LEFT);

  /** The form of transformers: RGB, 0–1, stretched. */
  public static final PictureForm STRETCHED = YOLO.fitted(Fit.STRETCHED);

  /** RGB by the mean and deviation of ImageNet's pictures, stretched. */
  public static final PictureForm IMAGENET =
      new PictureForm(
          Colours.RGB,
          List.of(123.675f, 116.28f, 103.53f),
          List.of(1 / 58.395f, 1 / 57.12f, 1 / 57.375f),
          Fit.STRETCHED);

  public PictureForm {
    mean = List.copyOf(mean);
    factor = List.copyOf(factor);
  }

  /** The form with another place of pictures. */
  public PictureForm fitted(Fit other) {
    return new PictureForm(colours, mean, factor, other);
  }

  /** The form with another order of colours. */
  public PictureForm in(Colours other) {
    return new PictureForm(other, mean, factor, fit);
  }

  /** The form with pixels of 0–255. */
  public PictureForm unscaled() {
    return new PictureForm(colours, ZERO, List.of(1f, 1f, 1f), fit);
  }

  /** The range of numbers, for people. */
  public String scaling() {
    if (!mean.equals(ZERO)) {
      return String.format(
          Locale.ROOT,
          "(pixel - %s) x %s of red, green and blue",
          mean,
          factor.stream().map(one -> String.format(Locale.ROOT, "%.6f", one)).toList());
    }
    return factor.get(0) == 1 ? "0-255" : "0-1";
  }

  /** The place of pictures, in words. */
  public String fitting() {
    return switch (fit) {
      case CENTRED -> "in their proportions, centred, rest grey 114";
      case TOP_LEFT -> "in their proportions, top left, rest grey 114";
      case STRETCHED -> "stretched";
    };
  }
}
