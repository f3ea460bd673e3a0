package io.vedette.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program's entry: finds the command and turns its outcome into an exit code. */
@Command(
    name = "vedette",
    mixinStandardHelpOptions = true,
    description = "Watches cameras and publishes what it sees as events on Kafka.",
    subcommands = {})
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  private Main() {}

  @Override
  public void run() {
    if (spec != null) {
      throw new CommandLine.ParameterException(spec.commandLine(), "missing command; see --help");
    }
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
