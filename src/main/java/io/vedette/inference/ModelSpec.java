package io.vedette.inference;

import java.util.List;

/**
 * What a model takes and gives, as its file declares it. Immutable.
 *
 * @param input name of the picture tensor
 * @param kind element type and layout of the input
 * @param batch pictures per run; 0 takes any number
 * @param height of the input in pixels; 0 takes any multiple of the stride
 * @param width of the input in pixels; 0 takes any multiple of the stride
 * @param output name of the tensor of boxes
 * @param isHalf whether the output is float16
 * @param names of the classes by index; empty when the file has none
 * @param confidences least confidence of an object by class, 0–1; empty when the file has none
 * @param stride the coarsest stride in pixels
 */
record ModelSpec(
    String input,
    Kind kind,
    int batch,
    int height,
    int width,
    String output,
    boolean isHalf,
    List<String> names,
    List<Double> confidences,
    int stride) {
  /** What pictures look like to a model. */
  enum Kind {
    /** uint8 {@code [batch, height, width, 3]}, RGB; normalised inside. */
    BYTES,
    /** float32 {@code [batch, 3, height, width]}, RGB, 0–1. */
    FLOATS,
    /** float16 {@code [batch, 3, height, width]}, RGB, 0–1. */
    HALVES
  }

  ModelSpec {
    names = List.copyOf(names);
    confidences = List.copyOf(confidences);
  }
}
