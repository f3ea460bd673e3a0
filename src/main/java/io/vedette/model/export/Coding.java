package io.vedette.model.export;

import io.vedette.model.layer.Range;
import io.vedette.onnx.ElementType;

/** The coding of a map's values as bytes: level × scale, counted from the level that means 0. */
enum Coding {
  /** 0–255 over the whole range, 0 anywhere: what CPUs are fastest at. */
  UNSIGNED(ElementType.UINT8) {
    @Override
    Levels levels(Range measured) {
      Range range = measured.withZero();
      double scale = Math.max((range.most() - range.least()) / LEVELS, LEAST_SCALE);
      return new Levels(scale, (int) Math.round(-range.least() / scale));
    }

    @Override
    Levels parts() {
      return new Levels(1.0 / (LEVELS + 1), 0);
    }
  },
  /** −127–127, 0 in the middle: the only one that TensorRT takes. */
  SIGNED(ElementType.INT8) {
    @Override
    Levels levels(Range measured) {
      double most = Math.max(Math.abs(measured.least()), Math.abs(measured.most()));
      return new Levels(Math.max(most / SIGNED_LEVELS, LEAST_SCALE), 0);
    }

    @Override
    Levels parts() {
      return new Levels(1.0 / SIGNED_LEVELS, 0);
    }
  };

  /** Levels above 0 of a signed byte. */
  static final int SIGNED_LEVELS = 127;

  /** Levels above 0 of an unsigned byte. */
  static final int LEVELS = 255;

  /** No scale is smaller, so that maps of zeros have one. */
  static final double LEAST_SCALE = 1e-8;

  private final ElementType type;

  Coding(ElementType type) {
    this.type = type;
  }

  /**
   * Scale of a map, and the level that stands for 0.
   *
   * @param scale from one level to the next
   * @param zero within the bytes' range
   */
  record Levels(double scale, int zero) {}

  ElementType type() {
    return type;
  }

  /** The levels for a map of these values. */
  abstract Levels levels(Range measured);

  /** The levels for values between 0 and 1. */
  abstract Levels parts();
}
