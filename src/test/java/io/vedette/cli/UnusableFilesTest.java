package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.cli.CommandArguments.Argument;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/**
 * Every argument that names a file or a folder, given one that cannot be used: one clear line that
 * names it, and the documented exit code.
 */
@Timeout(20) // accepted, some would run until Ctrl-C
class UnusableFilesTest {
  private static final Pattern LABEL = Pattern.compile("FILE|FOLDER|DIR|ONNX|PLACE|PNG|OUT|GT");
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?i)(also )?(files? (for|to write)|folder for|new (file|folder)|writes|draws"
              + "|annotated copy|gets).*");

  /** Arguments that take what others refuse: command, argument, kinds, and why. */
  private static final String TAKEN =
      """
      *                | --data        | ABSENT HOLLOW | it is made, or the Kafka of another is waited for
      *                | --config      | EMPTY         | it sets nothing, like one of comments alone
      detect-file      | --rules       | EMPTY         | there are no rules, like in one of comments alone
      track-eval       | DETECTIONS    | EMPTY         | nothing was detected
      detect           | --model       | *             | read once Kafka answers, as that of detect-file
      replay           | --model       | *             | read once Kafka answers, as that of detect-file
      """;

  @TempDir static Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A file that is tried. */
  record Trial(Argument argument, String file) {
    @Override
    public String toString() {
      return argument + " " + file;
    }
  }

  @BeforeAll
  static void writeFiles() throws IOException {
    for (UnusableFile kind : UnusableFile.values()) {
      for (String ending : List.of("", ".onnx", ".safetensors", ".pt", ".zip", ".yaml", ".mp4")) {
        kind.make(folder, ending);
      }
    }
    Files.writeString(folder.resolve("truth"), "1,1,10,10,20,20,1,1,1.0\n");
    String data = folder.resolve("folder").toString();
    for (String part : List.of("train", "val")) {
      run(
          new StringWriter(),
          new StringWriter(),
          "model",
          "scenes",
          data,
          "--split",
          part,
          "--pictures",
          "2");
    }
    assertThat(folder.resolve("folder/images/val")).isNotEmptyDirectory();
  }

  static List<Argument> named() {
    return CommandArguments.all().stream().filter(UnusableFilesTest::isFile).toList();
  }

  private static boolean isFile(Argument argument) {
    ArgSpec spec = argument.spec();
    Class<?> type = spec.auxiliaryTypes().length > 0 ? spec.auxiliaryTypes()[0] : spec.type();
    return argument.takesValue() && (type == Path.class || LABEL.matcher(spec.paramLabel()).find());
  }

  private static boolean isWritten(Argument argument) {
    return WRITTEN.matcher(String.join(" ", argument.spec().description())).matches();
  }

  static Stream<Trial> read() {
    return named().stream()
        .filter(argument -> !isWritten(argument))
        .flatMap(
            argument ->
                endings(argument).stream()
                    .flatMap(
                        ending ->
                            Arrays.stream(UnusableFile.values())
                                .filter(kind -> !isTaken(argument, kind))
                                .map(kind -> new Trial(argument, kind.fileName(ending)))));
  }

  static Stream<Trial> written() {
    return named().stream()
        .filter(UnusableFilesTest::isWritten)
        .flatMap(
            argument ->
                Stream.of(inTheWay(argument), "empty/x")
                    .flatMap(files -> Stream.of(files.split(" ")))
                    .map(file -> new Trial(argument, file + ending(argument))));
  }

  /** Files that are there already, of another kind than the command writes. */
  private static String inTheWay(Argument argument) {
    if (argument.toString().equals("detect-file --annotate")) {
      return "empty/x"; // it takes a file as well as a folder
    }
    return isFolder(argument) ? "empty dangling" : "hollow";
  }

  private static boolean isFolder(Argument argument) {
    return Set.of("FOLDER", "DIR").contains(argument.spec().paramLabel());
  }

  /** What a command wants the name of an output to end with. */
  private static String ending(Argument argument) {
    String label = argument.spec().paramLabel();
    boolean isModel = argument.command().startsWith("model ") && !isFolder(argument);
    return isModel || label.contains("ONNX") ? ".onnx" : "";
  }

  /** By which a command tells kinds of files apart. */
  private static List<String> endings(Argument argument) {
    String label = argument.spec().paramLabel();
    if (label.contains("PLACE")) {
      return List.of("", ".zip", ".yaml");
    }
    if (argument.name().equals("--names")) {
      return List.of("", ".yaml");
    }
    if (label.contains("ONNX")) {
      return List.of(".onnx");
    }
    if (argument.command().equals("detect-file") && !argument.isOption()) {
      return List.of("", ".mp4");
    }
    boolean isWeights = argument.command().startsWith("model ") && label.contains("FILE");
    return isWeights ? List.of(".onnx", ".safetensors", ".pt") : List.of("");
  }

  private static Stream<String[]> taken() {
    return TAKEN
        .lines()
        .map(row -> Arrays.stream(row.split("\\|")).map(String::strip).toArray(String[]::new));
  }

  private static boolean isTaken(Argument argument, UnusableFile kind) {
    return taken()
        .anyMatch(
            row ->
                Set.of("*", argument.command()).contains(row[0])
                    && row[1].equals(argument.name())
                    && (row[2].equals("*") || row[2].contains(kind.name())));
  }

  @Test
  void shouldKnowOnlyArgumentsThatThereAre() {
    Set<String> names =
        named().stream().map(Argument::name).collect(Collectors.toCollection(TreeSet::new));

    assertThat(taken().map(row -> row[1])).isSubsetOf(names);
    assertThat(names).contains("--config", "--model", "--data", "--names", "--out", "FILE", "GT");
  }

  @ParameterizedTest
  @MethodSource("read")
  void shouldRefuseAFileThatCannotBeRead(Trial trial) {
    refuse(trial);
  }

  @ParameterizedTest
  @MethodSource("written")
  void shouldRefuseAFileThatCannotBeWritten(Trial trial) {
    refuse(trial);
  }

  private void refuse(Trial trial) {
    String prefix = trial.argument().name().equals("--labels") ? "folder=" : "";
    String text = prefix + folder.resolve(trial.file());

    int code = run(out, err, words(trial.argument(), text));

    String said = err.toString();
    assertThat(code).as(trial + ": " + said + out).isIn(1, 2);
    assertThat(said.lines()).as(trial + ": " + said).hasSize(1);
    assertThat(said)
        .as(trial.toString())
        .startsWith("vedette: ")
        .contains(trial.file().split("[/.]")[0])
        .doesNotContain("Exception", "unexpected failure", "null", "Error:");
  }

  private static String[] words(Argument argument, String text) {
    if (argument.toString().equals("model train --resume")) {
      return new String[] {"model", "train", "--resume", text}; // all else is the training's own
    }
    List<String> words =
        CommandArguments.words(
            argument,
            text,
            word -> {
              String filled = word.replace("{shipped}", CommandArguments.SHIPPED);
              for (String name : List.of("missing", "folder", "truth", "out")) {
                filled = filled.replace("{" + name + "}", folder.resolve(name).toString());
              }
              return filled;
            });
    return Stream.concat(words.stream(), Stream.of(more(argument)))
        .filter(word -> !word.isEmpty())
        .toArray(String[]::new);
  }

  /** What makes a command look at an argument. */
  private static String more(Argument argument) {
    return switch (argument.toString()) {
      case "model export --calibrate", "model build --calibrate" -> "--numbers=int8";
      case "model train --unlabelled" -> "--teacher=" + CommandArguments.SHIPPED;
      default -> "";
    };
  }

  private static int run(StringWriter out, StringWriter err, String... words) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(words);
  }
}
