package io.vedette.cli.option;

import java.util.List;
import picocli.CommandLine.Option;

/** The option that narrows a command down to some cameras. Filled by picocli. */
public final class CamerasOption {
  @Option(
      names = "--camera",
      paramLabel = "ID",
      converter = CameraId.class,
      split = ",",
      description = "Only these cameras; repeatable.")
  private List<String> cameras = List.of();

  /** The ids that were given; none for all cameras. */
  public List<String> ids() {
    return cameras;
  }

  /** Whether a camera is one of those that were given, or all are meant. */
  public boolean has(String camera) {
    return cameras.isEmpty() || cameras.contains(camera);
  }
}
