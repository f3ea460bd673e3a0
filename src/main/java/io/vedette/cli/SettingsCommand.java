package io.vedette.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.ResultOptions;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.config.Reference;
import io.vedette.node.VedetteSettings;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The command {@code settings}: prints every setting with its default, or checks given ones. */
@Command(
    name = "settings",
    mixinStandardHelpOptions = true,
    description = "Prints every setting with its default and meaning, or checks yours.",
    footer = "Example: vedette settings --check --config vedette.yaml")
final class SettingsCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Option(names = "--check", description = "Only checks --config, variables VEDETTE_… and --set.")
  private boolean check;

  @Mixin private ResultOptions results = new ResultOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    options.load().bind(VedetteSettings.class);
    if (check) {
      results.print(spec, "settings are valid", ResultOptions.object().put("valid", true));
    } else if (results.isJson()) {
      Reference.entries(VedetteSettings.class)
          .forEach(entry -> results.print(spec, List.of(), json(entry)));
    } else {
      SettingsOptions.out(spec).print(Reference.of(VedetteSettings.class));
      SettingsOptions.out(spec).flush();
    }
    return ExitCode.DONE;
  }

  private static ObjectNode json(Reference.Entry entry) {
    return ResultOptions.object()
        .put("key", entry.key())
        .put("default", entry.value())
        .put("meaning", entry.meaning());
  }
}
