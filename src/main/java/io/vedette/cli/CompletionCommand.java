package io.vedette.cli;

import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.SettingsOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code completion}: prints the completion of commands and options for a shell. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints completion of commands and options for bash and zsh.",
      "In a shell: source <(vedette completion)",
      "For all users: vedette completion > /etc/bash_completion.d/vedette"
    })
final class CompletionCommand implements Callable<Integer> {
  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = SettingsOptions.out(spec);
    out.print(AutoComplete.bash("vedette", Main.commandLine()));
    out.flush();
    return ExitCode.DONE;
  }
}
