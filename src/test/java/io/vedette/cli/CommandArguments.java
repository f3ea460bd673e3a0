package io.vedette.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The arguments of all commands, as they are defined, to be tried one by one. */
final class CommandArguments {
  /** A model that every command can read. */
  static final String SHIPPED = "src/main/resources/models/repvit_m0_6-yolov5n-384x256.onnx";

  /** Types whose wrong values are refused while the command line is read. */
  private static final Set<Class<?>> TEXTS = Set.of(String.class, Path.class);

  /** What a command needs besides the argument that is tried. */
  private static final Map<String, String> NEEDED =
      Map.ofEntries(
          Map.entry("replay", "--from 1h"),
          Map.entry("diff", "live newer"),
          Map.entry("cameras add", "gate sim:"),
          Map.entry("cameras change", "gate fps=1"),
          Map.entry("cameras remove", "gate"),
          Map.entry("plan", "--cameras 1 --worker-fps 9 --simulate"),
          Map.entry("console accounts reset-admin", "root"),
          Map.entry("console accounts export", "{missing}"),
          Map.entry("console accounts import", "{truth}"),
          Map.entry("track-eval", "{truth} {truth}"),
          Map.entry("detect-file", "{missing} --json {out}"),
          Map.entry("bench", "--only nms"),
          Map.entry("model val", "--data {folder}"),
          Map.entry("model train", "--data {folder} --out {missing}"),
          Map.entry("model compare", "--data {folder} --out {missing}"),
          Map.entry("model calibrate", "--model {shipped} --data {folder}"),
          Map.entry("model export", "{shipped} --out {missing}.onnx"),
          Map.entry("model build", "--out {missing}.onnx"),
          Map.entry("model label", "{folder} --out {missing}"),
          Map.entry("model average", "{shipped} {shipped} --out {missing}.onnx"),
          Map.entry("model scenes", "{missing} --pictures 1"),
          Map.entry("model info", "{shipped}"),
          Map.entry("simulate", "--port 0"));

  private CommandArguments() {}

  /** An argument of a command. */
  record Argument(String command, ArgSpec spec) {
    String name() {
      return spec instanceof OptionSpec option ? option.longestName() : label();
    }

    String label() {
      return spec.paramLabel().replaceAll("[\\[\\].]", "");
    }

    boolean isOption() {
      return spec.isOption();
    }

    boolean takesValue() {
      return spec.arity().max() > 0;
    }

    /** Whether a wrong value is known while the command line is read. */
    boolean isTyped() {
      Class<?> type = spec.auxiliaryTypes().length > 0 ? spec.auxiliaryTypes()[0] : spec.type();
      return spec.converters().length > 0 || spec.typeInfo().isMap() || !TEXTS.contains(type);
    }

    @Override
    public String toString() {
      return command + " " + name();
    }
  }

  /** The program, and all commands in it. */
  static List<CommandLine> commands() {
    List<CommandLine> all = new ArrayList<>();
    add(Main.commandLine(), all);
    return all;
  }

  private static void add(CommandLine line, List<CommandLine> all) {
    all.add(line);
    line.getSubcommands().values().forEach(inner -> add(inner, all));
  }

  /** All arguments of all commands. */
  static List<Argument> all() {
    List<Argument> all = new ArrayList<>();
    for (CommandLine line : commands()) {
      CommandSpec command = line.getCommandSpec();
      for (ArgSpec argument : command.args()) {
        boolean isHelp = argument instanceof OptionSpec o && (o.usageHelp() || o.versionHelp());
        if (!isHelp) {
          all.add(new Argument(command.qualifiedName().replaceFirst("vedette ?", ""), argument));
        }
      }
    }
    return all;
  }

  /**
   * A command with all that it needs, and a text for one of its arguments.
   *
   * @param filled puts files' names in place of what stands for them
   */
  static List<String> words(Argument argument, String text, UnaryOperator<String> filled) {
    List<String> needed = needed(argument.command(), filled);
    List<String> words = new ArrayList<>(List.of(argument.command().split(" ")));
    words.addAll(
        argument.isOption() ? withOption(argument, text, needed) : inPlace(argument, text, needed));
    return words;
  }

  private static List<String> withOption(Argument argument, String text, List<String> needed) {
    List<String> words = new ArrayList<>(needed);
    int given = words.indexOf(argument.name());
    if (given >= 0) {
      words.set(given + 1, text);
    } else {
      words.add(argument.name() + "=" + text);
    }
    return words;
  }

  /** What the command needs, with a text in the place of one of its parameters. */
  private static List<String> inPlace(Argument argument, String text, List<String> needed) {
    List<String> labels =
        all().stream()
            .filter(one -> one.command().equals(argument.command()) && !one.isOption())
            .map(Argument::name)
            .toList();
    int place = labels.indexOf(argument.name());
    List<String> words = new ArrayList<>(needed);
    int seen = 0;
    for (int i = 0; i < words.size(); i++) {
      boolean isOption = words.get(i).startsWith("--");
      if (isOption) {
        i++; // its value
      } else if (seen++ == place) {
        words.set(i, text);
        return words;
      }
    }
    words.add(text);
    return words;
  }

  private static List<String> needed(String command, UnaryOperator<String> filled) {
    String words = NEEDED.getOrDefault(command, "");
    return words.isEmpty() ? List.of() : Arrays.stream(words.split(" ")).map(filled).toList();
  }
}
