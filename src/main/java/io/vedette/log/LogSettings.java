package io.vedette.log;

import io.vedette.config.Setting;
import java.util.Map;

/** The settings of logging. Immutable. */
public record LogSettings(
    @Setting(value = "text", doc = "text for people, or json: one object in each line.")
        Format format,
    @Setting(
            value = "",
            doc =
                "Levels by logger, as log.levels.io.vedette.detect: debug; off, error, warn, info,"
                    + " debug or trace.")
        Map<String, String> levels) {
  /** The form of a line. */
  public enum Format {
    TEXT,
    JSON
  }

  public LogSettings {
    levels = Map.copyOf(levels);
    levels.forEach(
        (logger, level) -> {
          if (!Logs.isLogger(logger)) {
            throw new IllegalArgumentException(
                "levels: expected names of loggers, as io.vedette.detect, found \"%s\""
                    .formatted(logger));
          }
          if (!Logs.isLevel(level)) {
            throw new IllegalArgumentException(
                "levels.%s: expected %s, found \"%s\"".formatted(logger, Logs.LEVELS, level));
          }
        });
  }
}
