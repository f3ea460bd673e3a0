package io.vedette.model.export;

import io.vedette.geometry.Size;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an exported ONNX file. Immutable.
 *
 * @param input type of its input
 * @param numbers it computes with
 * @param size the size of the pictures in pixels, multiples of 32; null takes any such size
 * @param batch pictures per run; 0 takes any number
 */
public record ExportSettings(Input input, Numbers numbers, @Nullable Size size, int batch) {
  /** The coarsest stride. */
  private static final int GRAIN = 32;

  /** The form of the network's input. */
  public enum Input {
    /** float32 {@code [batch, 3, height, width]}, RGB, 0–1: as the reference exporter writes it. */
    FLOATS,
    /** uint8 {@code [batch, height, width, 3]}, RGB; the rest is done inside. */
    BYTES
  }

  /** The numbers for computation; boxes are always float32. */
  public enum Numbers {
    FP32,
    /** The numbers for GPUs: half the size, twice as fast there; CPUs gain nothing. */
    FP16,
    /** The numbers for CPUs with VNNI; needs pictures to calibrate with. */
    INT8,
    /**
     * The numbers for TensorRT, which takes no other integers; needs pictures to calibrate with.
     */
    INT8_SIGNED;

    /** Whether it needs to be known which values occur. */
    public boolean isInteger() {
      return this == INT8 || this == INT8_SIGNED;
    }

    /** The name in files and options, as {@code int8-signed}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public ExportSettings {
    if (size != null && (size.width() % GRAIN != 0 || size.height() % GRAIN != 0)) {
      throw new IllegalArgumentException(
          "size: expected multiples of %d, as 416x256, or 0, found %s".formatted(GRAIN, size));
    }
    if (batch < 0) {
      throw new IllegalArgumentException("batch: expected 0 or more, found " + batch);
    }
  }

  /** float32 in and through, any batch. */
  public static ExportSettings plain(@Nullable Size size) {
    return new ExportSettings(Input.FLOATS, Numbers.FP32, size, 0);
  }
}
