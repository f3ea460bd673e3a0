package io.vedette.cli.option;

import io.vedette.config.Settings;
import io.vedette.inference.InferenceSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that name a model's family and classes instead of recognising them. Filled by
 * picocli.
 */
public final class FamilyOptions {
  @Option(
      names = "--family",
      paramLabel = "NAME",
      description = "Family of the model, as yolov8 or rt-detr (default: recognised).")
  private @Nullable String family;

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description =
          "Names of the model's classes: a file with one on each line, a data.yaml or a"
              + " config.json, or the names as person,car (default: the model's own).")
  private @Nullable String names;

  /** Puts the options into settings. */
  public void put(Settings settings) {
    if (family != null) {
      settings.put("inference.family", family, "--family");
    }
    if (names != null) {
      settings.put("inference.names", names, "--names");
    }
  }

  /** The settings with the options. */
  public InferenceSettings applied(InferenceSettings settings) {
    List<String> given = names == null ? List.of() : List.of(names.split(","));
    return settings.understood(family, given);
  }
}
