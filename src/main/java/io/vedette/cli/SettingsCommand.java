package io.vedette.cli;

import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.config.Reference;
import io.vedette.node.VedetteSettings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Prints every setting with its default, or checks given ones. */
@Command(
    name = "settings",
    mixinStandardHelpOptions = true,
    description = "Prints every setting with its default and meaning, or checks yours.")
final class SettingsCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Option(names = "--check", description = "Only check --config, variables and --set.")
  private boolean check;

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    options.load().bind(VedetteSettings.class);
    if (spec != null) {
      spec.commandLine()
          .getOut()
          .print(check ? "settings are valid\n" : Reference.of(VedetteSettings.class));
      spec.commandLine().getOut().flush();
    }
    return ExitCode.DONE;
  }
}
