package io.vedette.cli.model;

import io.vedette.cli.option.SettingsOptions;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.OnnxModel;
import io.vedette.text.NumberWords;
import io.vedette.text.PrintableWriter;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The group of commands that make, measure and describe detectors. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = "Builds, trains, exports and measures RepViT-YOLOv5 detectors.",
    subcommands = {
      TrainCommand.class,
      ValCommand.class,
      ExportCommand.class,
      CalibrateCommand.class,
      AverageCommand.class,
      InfoCommand.class,
      BuildCommand.class,
      LabelCommand.class,
      ScenesCommand.class,
      CompareCommand.class,
    })
public final class ModelCommand implements Runnable {
  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw SettingsOptions.missingCommand(spec);
  }

  /** The output of a command, in which names of classes and files are escaped. */
  static PrintWriter out(@Nullable CommandSpec spec) {
    return new PrintWriter(new PrintableWriter(terminal(spec)), true);
  }

  /** The output of a command without escaping, for texts that move the cursor. */
  static PrintWriter terminal(@Nullable CommandSpec spec) {
    return SettingsOptions.out(spec);
  }

  /**
   * Checks a share that an option was given.
   *
   * @throws picocli.CommandLine.ParameterException when it is not from 0 to 1
   */
  static void requireShare(@Nullable CommandSpec spec, String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw SettingsOptions.misuse(
          spec, name + ": expected 0 to 1, found " + NumberWords.of(share));
    }
  }

  /** The options that were given, by their longest names. */
  static List<String> given(@Nullable CommandSpec spec) {
    return SettingsOptions.line(spec).getParseResult().matchedOptions().stream()
        .map(OptionSpec::longestName)
        .toList();
  }

  /** The detector of the settings; an explicit {@code --size} that it does not take is misuse. */
  static OnnxModel load(InferenceSettings settings, @Nullable CommandSpec spec) {
    OnnxModel model = OnnxModel.load(settings);
    boolean isOther = !model.takesAnySize() && !model.size().equals(settings.size());
    if (isOther && given(spec).contains("--size")) {
      throw SettingsOptions.misuse(
          spec,
          "--size: expected %s, the only one that %s takes, found %s; vedette model export --size makes a file for another"
              .formatted(model.size(), model.name(), settings.size()));
    }
    return model;
  }
}
