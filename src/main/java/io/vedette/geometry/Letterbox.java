package io.vedette.geometry;

/**
 * The mapping between a source picture and the model's input: scaled to fit, centred or in the top
 * left, the rest padded; or stretched over all of it. Immutable.
 *
 * @param source the picture's size in pixels
 * @param model the model input's size in pixels
 * @param content the scaled picture's size inside the model input
 * @param left padding columns before the content
 * @param top padding rows above the content
 */
public record Letterbox(Size source, Size model, Size content, int left, int top) {
  /** The place of a picture in the model's input. */
  public enum Fit {
    /** In its own proportions, padded on both sides. */
    CENTRED,
    /** In its own proportions, padded on the right or below. */
    TOP_LEFT,
    /** Over all of the input, whatever its proportions. */
    STRETCHED
  }

  /** The mapping of a way to fit pictures in. */
  public static Letterbox of(Fit fit, Size source, Size model) {
    Letterbox centred = fit(source, model);
    return switch (fit) {
      case CENTRED -> centred;
      case TOP_LEFT -> new Letterbox(source, model, centred.content, 0, 0);
      case STRETCHED -> new Letterbox(source, model, model, 0, 0);
    };
  }

  /** In its own proportions, centred. */
  public static Letterbox fit(Size source, Size model) {
    double scale =
        Math.min(
            (double) model.width() / source.width(), (double) model.height() / source.height());
    Size content =
        new Size(
            Math.min(model.width(), Math.max(1, (int) Math.round(source.width() * scale))),
            Math.min(model.height(), Math.max(1, (int) Math.round(source.height() * scale))));
    return new Letterbox(
        source,
        model,
        content,
        (model.width() - content.width()) / 2,
        (model.height() - content.height()) / 2);
  }

  /** A box given by its corners in model pixels, as fractions of the source picture. */
  public RelativeBox toSource(double left, double top, double right, double bottom) {
    return RelativeBox.ofCorners(
        (left - this.left) / content.width(),
        (top - this.top) / content.height(),
        (right - this.left) / content.width(),
        (bottom - this.top) / content.height());
  }
}
