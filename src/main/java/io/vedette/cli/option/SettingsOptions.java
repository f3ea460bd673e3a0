package io.vedette.cli.option;

import io.vedette.camera.setting.CameraSettings;
import io.vedette.config.Settings;
import io.vedette.node.VedetteSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of every command that reads settings. Filled by picocli. */
public class SettingsOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings file (YAML); vedette settings prints all keys.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, as detect.max-age=2s; repeatable.")
  private List<String> assignments = new ArrayList<>();

  /** The settings of file, environment and {@code --set}; a command may add more before binding. */
  public Settings load() {
    Settings settings = new Settings(System.getenv());
    if (config != null) {
      settings.file(config);
    }
    return settings.variables(VedetteSettings.class).assignments(assignments);
  }

  /** The settings of a camera at an address, all others by default. */
  static CameraSettings camera(String url) {
    return new Settings(Map.of()).put("url", url, "url").bind(CameraSettings.class);
  }

  /** The stream for a command's result. */
  public static PrintWriter out(@Nullable CommandSpec spec) {
    return line(spec).getOut();
  }

  /** Whether a command's output is closed, as when {@code head} has ended. */
  public static boolean isGone(PrintWriter out) {
    // Standard output keeps its failures to itself, so the writer around it never learns of them.
    return out.checkError() || System.out.checkError();
  }

  /** The stream for messages that are not the command's result. */
  public static PrintWriter err(@Nullable CommandSpec spec) {
    return line(spec).getErr();
  }

  /** The exception of a command that was called wrongly. */
  public static ParameterException misuse(@Nullable CommandSpec spec, String message) {
    return new ParameterException(line(spec), message);
  }

  /** The exception of a command that was given a value out of bounds. */
  public static ParameterException misuse(
      @Nullable CommandSpec spec, IllegalArgumentException cause) {
    return new ParameterException(line(spec), String.valueOf(cause.getMessage()), cause);
  }

  /** The exception of a group of commands of which none was named. */
  public static ParameterException missingCommand(@Nullable CommandSpec spec) {
    CommandLine line = line(spec);
    return new ParameterException(
        line, "missing command; there are: " + String.join(", ", line.getSubcommands().keySet()));
  }

  /** The command line of a command. */
  public static CommandLine line(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("picocli fills it in");
    }
    return spec.commandLine();
  }
}
