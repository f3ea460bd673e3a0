package io.vedette.cli.model;

import io.vedette.model.Architecture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the network to make. Filled by picocli. */
final class ArchitectureOption {
  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      defaultValue = "repvit_m0_6-yolov5n",
      converter = NetworkFile.ArchitectureConverter.class,
      description =
          "RepViT variant (m0_6, m0_9, m1_0, m1_1, m1_5, m2_3) and YOLOv5 size (n, s, m, l), or a"
              + " plain yolov5n, s, m, l (default: ${DEFAULT-VALUE}).")
  private @Nullable Architecture architecture;

  /** The network that was named; without any, the default. */
  Architecture chosen() {
    if (architecture == null) {
      throw new IllegalStateException("picocli fills it in");
    }
    return architecture;
  }
}
