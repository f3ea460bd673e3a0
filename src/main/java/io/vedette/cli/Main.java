package io.vedette.cli;

import io.vedette.cli.camera.CamerasCommand;
import io.vedette.cli.file.DetectFileCommand;
import io.vedette.cli.file.TrackEvalCommand;
import io.vedette.cli.model.ModelCommand;
import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.cli.plan.PlanCommand;
import io.vedette.cli.role.ConsoleCommand;
import io.vedette.cli.role.DetectCommand;
import io.vedette.cli.role.ForwardCommand;
import io.vedette.cli.role.IngestCommand;
import io.vedette.cli.role.ReplayCommand;
import io.vedette.cli.role.TrackCommand;
import io.vedette.cli.role.UpCommand;
import io.vedette.config.InvalidSettings;
import io.vedette.runtime.Failure;
import io.vedette.text.Printable;
import io.vedette.text.Secrets;
import io.vedette.text.Version;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The entry point of the program: finds the command, and turns its outcome into one line and an
 * exit code.
 */
@Command(
    name = "vedette",
    mixinStandardHelpOptions = true,
    description = "Watches cameras and publishes what it sees as events on Kafka.",
    subcommands = {
      UpCommand.class,
      IngestCommand.class,
      DetectCommand.class,
      DetectFileCommand.class,
      ReplayCommand.class,
      DiffCommand.class,
      ForwardCommand.class,
      CamerasCommand.class,
      PlanCommand.class,
      TrackCommand.class,
      ConsoleCommand.class,
      TrackEvalCommand.class,
      TailCommand.class,
      SimulateCommand.class,
      BenchCommand.class,
      SettingsCommand.class,
      DeployCommand.class,
      CompletionCommand.class,
      ModelCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  @CommandLine.Spec private @Nullable CommandSpec spec;

  private Main() {}

  @Override
  public void run() {
    throw SettingsOptions.missingCommand(spec);
  }

  public static void main(String[] arguments) {
    // Digits and letters of ids, numbers and records are the same wherever this runs.
    Locale.setDefault(Locale.ROOT);
    System.exit(commandLine().execute(arguments));
  }

  /** The whole command line, which prints outcomes to its error writer. */
  public static CommandLine commandLine() {
    return ArgumentTypes.registered(described(new CommandLine(new Main())))
        .setParameterExceptionHandler(Main::misused)
        .setExecutionExceptionHandler((failure, line, parsed) -> failed(failure, line));
  }

  /**
   * Has each command print the program's version, and its options in the order of their
   * definitions.
   */
  private static CommandLine described(CommandLine line) {
    line.getCommandSpec().versionProvider(() -> new String[] {Version.words()});
    line.getCommandSpec().usageMessage().sortOptions(false);
    if (line.getCommand() instanceof CommandLine.HelpCommand) {
      line.getCommandSpec().usageMessage().description("Prints the help of a command.");
    }
    line.getSubcommands().values().forEach(Main::described);
    return line;
  }

  private static int misused(ParameterException failure, String[] given) {
    CommandLine line = failure.getCommandLine();
    printError(
        line,
        "%s (see %s --help)"
            .formatted(Misuse.words(failure, given), line.getCommandSpec().qualifiedName()));
    return ExitCode.MISUSED;
  }

  private static int failed(Exception failure, CommandLine line) {
    if (failure instanceof InvalidSettings invalid) {
      invalid.problems().forEach(problem -> printError(line, problem.toString()));
      return ExitCode.MISUSED;
    }
    if (failure instanceof Failure known) {
      printError(line, String.valueOf(known.getMessage()));
      LOG.debug("stack", known);
      return ExitCode.FAILED;
    }
    printError(line, "unexpected failure: " + failure);
    LOG.error("unexpected failure", failure);
    return ExitCode.FAILED;
  }

  private static void printError(CommandLine line, String message) {
    line.getErr().println("vedette: " + Printable.line(Secrets.mask(message)));
  }
}
