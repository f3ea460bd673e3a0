package io.vedette.cli.model;

import io.vedette.cli.option.SizeConverter;
import io.vedette.geometry.Size;
import io.vedette.inference.InferenceSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name the detector of a command. Filled by picocli. */
final class DetectorOptions {
  private static final int BATCH = 8;
  private static final Duration BATCH_WAIT = Duration.ofMillis(10);

  @Option(
      names = "--model",
      paramLabel = "ONNX",
      description =
          "Any model that a worker can run (default: the one that ships with the program).")
  private @Nullable String model;

  @Option(
      names = "--size",
      defaultValue = "640",
      paramLabel = "PIXELS",
      converter = SizeConverter.class,
      description =
          "Size of the pictures, for models that take any: a side, or width and height as 416x256"
              + " (default: ${DEFAULT-VALUE}).")
  private Size size = Size.square(640);

  /** The settings of the detector on a device. */
  InferenceSettings settings(InferenceSettings.Device device) {
    return new InferenceSettings(model, device, 0, 0, BATCH, size, null, BATCH_WAIT);
  }
}
