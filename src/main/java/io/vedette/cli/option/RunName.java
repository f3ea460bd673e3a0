package io.vedette.cli.option;

import io.vedette.event.FrameDetections;
import io.vedette.validation.Names;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The names of shadows and replays, which become part of topic names. */
public final class RunName {
  private RunName() {}

  /**
   * The name in an option, checked.
   *
   * @throws picocli.CommandLine.ParameterException with "expected …, found …"
   */
  public static String checked(@Nullable CommandSpec spec, String option, String name) {
    if (!Names.isRun(name) || name.equals(FrameDetections.LIVE)) {
      throw SettingsOptions.misuse(
          spec,
          "%s: expected a name of letters, digits, - and _ other than live, found \"%s\""
              .formatted(option, name));
    }
    return name;
  }
}
