package io.vedette.model.yolo;

import java.util.Locale;

/** The sizes of YOLOv5: depth and width. */
public enum YoloSize {
  N(0.33, 0.25),
  S(0.33, 0.50),
  M(0.67, 0.75),
  L(1.00, 1.00);

  private static final int GRAIN = 8;

  private final double depth;
  private final double width;

  YoloSize(double depth, double width) {
    this.depth = depth;
    this.width = width;
  }

  /** The size in a model's name: {@code yolov5n}. */
  public String wireName() {
    return "yolov5" + name().toLowerCase(Locale.ROOT);
  }

  /** Channels of this size, from those of the full one. */
  public int channels(int full) {
    return (int) Math.ceil(full * width / GRAIN) * GRAIN;
  }

  /** Repeats of this size, from those of the full one. */
  public int repeats(int full) {
    return Math.max(1, (int) Math.round(full * depth));
  }
}
