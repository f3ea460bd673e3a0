package io.vedette.model.yolo;

import io.vedette.model.layer.Weights;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Widths and heights in pixels to which boxes are relative: three for each scale. Immutable.
 *
 * @param values {@code [scale][3 × (width, height)]}; its own
 */
@SuppressWarnings("ArrayRecordComponent")
public record Anchors(float[][] values) {
  /** The anchors of YOLOv5 for COCO at 640 pixels. */
  public static final Anchors COCO =
      new Anchors(
          new float[][] {
            {10, 13, 16, 30, 33, 23}, {30, 61, 62, 45, 59, 119}, {116, 90, 156, 198, 373, 326}
          });

  /** Their name among a network's weights, where they are kept in cells: divided by the stride. */
  public static final String NAME = "detect.anchors";

  public Anchors {
    if (values.length != DetectorNetwork.STRIDES.size()
        || Arrays.stream(values).anyMatch(scale -> scale.length != 2 * Head.ANCHORS)) {
      throw new IllegalArgumentException("expected 3 anchors at each of 3 scales");
    }
  }

  /**
   * Reads 18 numbers in pixels, the smallest first; any signs between them.
   *
   * @throws IllegalArgumentException when there are not so many
   */
  public static Anchors parse(String text) {
    String[] words = text.strip().replaceAll("[^0-9.eE+-]+", " ").strip().split(" ", -1);
    int count = DetectorNetwork.STRIDES.size() * 2 * Head.ANCHORS;
    if (words.length != count) {
      throw new IllegalArgumentException(
          "anchors: expected " + count + " numbers, found " + words.length);
    }
    float[][] values = new float[DetectorNetwork.STRIDES.size()][2 * Head.ANCHORS];
    for (int i = 0; i < count; i++) {
      values[i / (2 * Head.ANCHORS)][i % (2 * Head.ANCHORS)] = Float.parseFloat(words[i]);
    }
    return new Anchors(values);
  }

  /** Out of a network's weights. */
  public static Anchors of(Weights weights) {
    float[] cells = weights.values(NAME);
    float[][] values = new float[DetectorNetwork.STRIDES.size()][2 * Head.ANCHORS];
    for (int i = 0; i < cells.length; i++) {
      int scale = i / (2 * Head.ANCHORS);
      values[scale][i % (2 * Head.ANCHORS)] = cells[i] * DetectorNetwork.STRIDES.get(scale);
    }
    return new Anchors(values);
  }

  /** Into a network's weights. */
  public void putInto(Weights weights) {
    float[] cells = new float[values.length * 2 * Head.ANCHORS];
    for (int i = 0; i < cells.length; i++) {
      int scale = i / (2 * Head.ANCHORS);
      cells[i] = values[scale][i % (2 * Head.ANCHORS)] / DetectorNetwork.STRIDES.get(scale);
    }
    weights.put(NAME, new int[] {values.length, Head.ANCHORS, 2}, cells);
  }

  /** The anchors for pictures of another size. */
  public Anchors scaled(double factor) {
    float[][] scaled = new float[values.length][];
    for (int scale = 0; scale < values.length; scale++) {
      scaled[scale] = values[scale].clone();
      for (int i = 0; i < scaled[scale].length; i++) {
        scaled[scale][i] *= (float) factor;
      }
    }
    return new Anchors(scaled);
  }

  /** The text for {@link #parse}. */
  @Override
  public String toString() {
    return Arrays.stream(values)
        .map(scale -> Arrays.toString(scale).replaceAll("[\\[\\] ]", ""))
        .collect(Collectors.joining(" "));
  }

  /** Width and height of a scale's anchors, one after the other. */
  public float[] at(int scale) {
    return values[scale];
  }
}
