package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.cli.CommandArguments.Argument;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** Every command with every option, given wrongly: one clear line, and the documented exit code. */
@Timeout(120) // accepted, some would run until Ctrl-C
class CommandTableTest {
  /**
   * Wrong texts: command, argument, text and exit code, maybe with what else the line must say; and
   * arguments of which any text is right, or which are looked at only when Kafka answers (-).
   */
  private static final String WRONG =
      """
      *                            | --config       | {missing}          | 2 | does not exist
      *                            | --config       | {folder}           | 2 | it is a folder
      *                            | --config       | {binary}           | 2 | UTF-8
      *                            | --config       | {text}             | 2 | expected keys and values in YAML
      *                            | --set          | nonsense           | 2 | expected key=value
      *                            | --set          | no.such=1          | 2 | unknown key
      *                            | --set          | cameras.a.url=10.0.0.5/1 | 2 | did you mean rtsp://
      *                            | --set          | cameras.a.url=nohost/1 | 2 | cameras.a.url: expected rtsp(s)://
      *                            | --set          | cameras.a.url=cam.lan/x | 2 | did you mean rtsp://cam.lan/x?
      *                            | --kafka        | nonsense           | 2 | expected HOST:PORT
      *                            | --kafka        | host:              | 2 | expected HOST:PORT
      *                            | --data         | {text}             | 1 |
      up                           | --camera       | gate               | 2 | expected ID=URL
      up                           | --camera       | gate=ftp://h/1     | 2 | expected rtsp(s)://
      up                           | --camera       | gate=nohost/1      | 2 | did you mean rtsp://nohost/1?
      up                           | --camera       | gate={missing}     | 2 | there is no such file
      detect                       | --model        | -                  |   |
      detect                       | --shadow       | a/b                | 2 | expected a name
      detect                       | --shadow       | live               | 2 | other than live
      detect-file                  | FILE           | {missing}          | 1 | no such file
      detect-file                  | FILE           | {folder}           | 1 |
      detect-file                  | FILE           | {empty}            | 1 |
      detect-file                  | FILE           | {binary}           | 1 |
      detect-file                  | --rules        | {missing}          | 2 | does not exist
      detect-file                  | --rules        | {folder}           | 2 | it is a folder
      detect-file                  | --rules        | {text}             | 2 | expected keys and values
      detect-file                  | --model        | {missing}          | 1 | does not exist
      detect-file                  | --model        | {folder}           | 1 | it is a folder
      detect-file                  | --model        | {empty}.onnx       | 1 |
      detect-file                  | --model        | {binary}.onnx      | 1 |
      detect-file                  | --confidence   | 7                  | 2 | expected a number of 0–1
      detect-file                  | --confidence   | much               | 2 | expected a number of 0–1
      detect-file                  | --iou          | 7                  | 2 | expected 0–1, found 7 at
      detect-file                  | --iou          | much               | 2 | expected a number
      detect-file                  | --classes      | unicorn            | 1 | person
      detect-file                  | --family       | unicorn            | 2 | expected one of
      detect-file                  | --names        | {missing}          | 1 | no such file
      detect-file                  | --names        | no-such-file       | 1 | no such file
      detect-file                  | --names        | {folder}           | 1 | it is a folder
      detect-file                  | --names        | {binary}           | 1 | UTF-8
      detect-file                  | --json         | {folder}           | 1 | it is a folder
      detect-file                  | --json         | {text}/x           | 1 |
      detect-file                  | --mot          | {folder}           | 1 | it is a folder
      detect-file                  | --annotate     | -                  |   |
      replay                       | --model        | -                  |   |
      replay                       | --run          | a/b                | 2 | expected a name
      replay                       | --run          | live               | 2 | other than live
      diff                         | RUN            | a/b                | 2 | expected live, or a name
      diff                         | OTHER          | live               | 2 | expected another run
      diff                         | --picture      | {folder}           | 1 | it is a folder
      cameras add                  | URL            | ftp://h/1          | 2 | expected rtsp(s)://
      cameras add                  | URL            | 10.0.0.5/1         | 2 | did you mean rtsp://
      cameras add                  | URL            | nohost/1           | 2 | did you mean rtsp://nohost/1?
      cameras add                  | URL            | camera.lan/stream  | 2 | did you mean rtsp://camera.lan/stream?
      cameras add                  | KEY=VALUE      | nonsense           | 2 | expected key=value
      cameras add                  | KEY=VALUE      | fsp=2              | 2 | did you mean "fps"?
      cameras change               | KEY=VALUE      | -                  |   |
      plan                         | --machines     | {missing}          | 2 | does not exist
      plan                         | --machines     | {folder}           | 2 | it is a folder
      plan                         | --machines     | {text}             | 2 | expected keys and values
      track                        | --run          | a/b                | 2 | expected a name
      console accounts reset-admin | NAME           | -                  |   |
      console accounts export      | FILE           | {text}             | 1 | name another one
      console accounts import      | FILE           | {missing}          | 1 | no such file
      console accounts import      | FILE           | {folder}           | 1 | it is a folder
      console accounts import      | FILE           | {binary}           | 1 | UTF-8
      console accounts import      | FILE           | {text}             | 1 | line 1
      track-eval                   | GT             | {missing}          | 1 | no such file
      track-eval                   | GT             | {folder}           | 1 | it is a folder
      track-eval                   | GT             | {empty}            | 1 | expected boxes
      track-eval                   | GT             | {binary}           | 1 | UTF-8
      track-eval                   | DETECTIONS     | {missing}          | 1 | no such file
      track-eval                   | DETECTIONS     | {folder}           | 1 | it is a folder
      track-eval                   | DETECTIONS     | {binary}           | 1 | UTF-8
      track-eval                   | DETECTIONS     | {text}             | 1 | line 1
      track-eval                   | --label        | -                  |   |
      track-eval                   | --mot          | -                  |   |
      tail                         | --type         | -                  |   |
      simulate                     | --id           | a/b                | 2 | --id: expected ids of letters
      simulate                     | --host         | -                  |   |
      simulate                     | --user         | me                 | 2 | expected both or none
      simulate                     | --password     | hush               | 2 | expected both or none
      simulate                     | --key-store    | {missing}          | 1 | no such file
      simulate                     | --key-store    | {folder}           | 1 | it is a folder
      simulate                     | --key-store    | {binary}           | 1 | expected a PKCS #12 file
      simulate                     | --key-store-password | hush         | 2 | needs --key-store
      simulate                     | --truth        | {text}             | 1 |
      simulate                     | --fault        | nonsense           | 2 | expected KEY=VALUE
      bench                        | --only         | nonsense           | 2 | expected any of memory,
      bench                        | --report       | {folder}           | 1 | it is a folder
      bench                        | --report       | {text}/x           | 1 |
      deploy kafka                 | --cluster      | a_b                | 2 | a-z, 0-9
      model train                  | --data         | {missing}          | 1 | does not exist
      model train                  | --labels       | nonsense           | 2 | expected NAME=PLACE
      model train                  | --unlabelled   | -                  |   |
      model train                  | --leave-out    | -                  |   |
      model train                  | --out          | {text}             | 2 | expected a new or an empty folder
      model train                  | --resume       | -                  |   |
      model train                  | --from         | {missing}          | 1 | no such file
      model train                  | --teacher      | {missing}          | 1 | no such file
      model train                  | --freeze       | -                  |   |
      model train                  | --precision    | fp8                | 2 | expected auto, fp32 or bf16
      model compare                | --data         | {missing}          | 1 | does not exist
      model compare                | --labels       | nonsense           | 2 | expected NAME=PLACE
      model compare                | --leave-out    | -                  |   |
      model compare                | --out          | -                  |   |
      model compare                | --freeze       | -                  |   |
      model compare                | --precision    | fp8                | 2 | expected auto, fp32 or bf16
      model val                    | --model        | {missing}          | 1 | does not exist
      model val                    | --model        | {folder}           | 1 | it is a folder
      model val                    | --model        | {binary}.onnx      | 1 | no ONNX file
      model val                    | --data         | {missing}          | 1 | does not exist
      model val                    | --data         | {folder}           | 1 | has neither
      model val                    | --data         | {binary}           | 1 | UTF-8
      model val                    | --labels       | nonsense           | 2 | expected NAME=PLACE
      model val                    | --labels       | a=b                | 2 | there is no set of that name
      model val                    | --leave-out    | -                  |   |
      model export                 | FILE           | {missing}.onnx     | 1 | do not exist
      model export                 | FILE           | {binary}.onnx      | 1 | no ONNX file
      model export                 | FILE           | {binary}.safetensors | 1 | no whole safetensors file
      model export                 | --out          | {missing}.txt      | 2 | --out: expected a name.onnx
      model export                 | --size         | 17                 | 2 | --size: expected multiples of 32
      model export                 | --size         | large              | 2 | --size: expected width and height
      model export                 | --calibrate    | -                  |   |
      model export                 | --names        | {missing}          | 1 | no such file
      model build                  | --out          | {missing}.txt      | 2 | --out: expected .onnx or .safetensors
      model build                  | --size         | 17                 | 2 | --size: expected multiples of 32
      model build                  | --calibrate    | -                  |   |
      model info                   | FILE           | {missing}.onnx     | 1 | do not exist
      model info                   | FILE           | {empty}.onnx       | 1 | no ONNX file
      model info                   | FILE           | {binary}.onnx      | 1 | no ONNX file
      model info                   | FILE           | {binary}.safetensors | 1 | no whole safetensors file
      model info                   | FILE           | {missing}.safetensors | 1 | does not exist
      model info                   | --family       | unicorn            | 2 | expected one of
      model info                   | --names        | -                  |   |
      model label                  | FOLDER         | {missing}          | 1 | expected a folder
      model label                  | FOLDER         | {text}             | 1 | expected a folder
      model label                  | FOLDER         | {folder}           | 1 | no usable picture
      model label                  | --out          | -                  |   |
      model label                  | --model        | {missing}          | 1 | does not exist
      model label                  | --names        | {missing}          | 1 | no such file
      model average                | ONNX           | {missing}          | 1 | no such file
      model average                | ONNX           | {binary}.onnx      | 1 |
      model average                | OTHER          | {missing}          | 1 | no such file
      model average                | --out          | -                  |   |
      model calibrate              | --model        | {missing}          | 1 | does not exist
      model calibrate              | --data         | {missing}          | 1 | does not exist
      model calibrate              | --labels       | nonsense           | 2 | expected NAME=PLACE
      model calibrate              | --leave-out    | -                  |   |
      model calibrate              | --out          | {missing}.txt      | 2 | --out: expected a name.onnx
      model scenes                 | FOLDER         | {text}             | 1 | cannot be made
      help                         | COMMAND        | unicorn            | 2 | unknown command unicorn
      """;

  @TempDir static Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A row of the table. */
  record Wrong(String command, String argument, String text, String code, String said) {
    @Override
    public String toString() {
      return command + " " + argument + " " + text;
    }
  }

  @BeforeAll
  static void writeFiles() throws IOException {
    byte[] noise = new byte[3000];
    new Random(1).nextBytes(noise);
    for (String ending : List.of("", ".onnx", ".safetensors")) {
      Files.write(folder.resolve("binary" + ending), noise);
      Files.createFile(folder.resolve("empty" + ending));
    }
    Files.createDirectory(folder.resolve("folder"));
    Files.writeString(folder.resolve("text"), "hello\nworld\n");
    Files.writeString(folder.resolve("truth"), "1,1,10,10,20,20,1,1,1.0\n");
  }

  static List<CommandLine> commands() {
    return CommandArguments.commands();
  }

  static List<Argument> arguments() {
    return CommandArguments.all();
  }

  static List<Argument> options() {
    return arguments().stream().filter(Argument::isOption).toList();
  }

  static List<Argument> optionsWithAValue() {
    return options().stream()
        .filter(Argument::takesValue)
        .filter(argument -> !argument.spec().interactive())
        .toList();
  }

  static List<Argument> typedArguments() {
    return arguments().stream()
        .filter(Argument::takesValue)
        .filter(Argument::isTyped)
        .filter(argument -> !argument.command().isEmpty())
        .toList();
  }

  static List<Wrong> wrongTexts() {
    List<Wrong> all = new ArrayList<>();
    for (String line : WRONG.lines().toList()) {
      String[] cells =
          Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
      Wrong row = new Wrong(cells[0], cells[1], cells[2], cells[3], cells[4]);
      arguments().stream()
          .filter(argument -> argument.name().equals(row.argument()))
          .filter(argument -> row.command().equals("*") || row.command().equals(argument.command()))
          .forEach(
              argument ->
                  all.add(
                      new Wrong(
                          argument.command(), row.argument(), row.text(), row.code(), row.said())));
    }
    return all;
  }

  static Stream<Wrong> refusedTexts() {
    return wrongTexts().stream().filter(row -> !row.text().equals("-"));
  }

  @Test
  void shouldKnowAWrongTextForEveryArgument() {
    Set<String> known = new TreeSet<>();
    wrongTexts().forEach(row -> known.add(row.command() + " " + row.argument()));

    assertThat(arguments())
        .filteredOn(argument -> argument.takesValue() && !argument.isTyped())
        .extracting(Argument::toString)
        .isSubsetOf(known);
  }

  @Test
  void shouldDescribeEveryCommand() {
    for (CommandLine line : commands()) {
      var usage = line.getCommandSpec().usageMessage();
      String[] said = usage.description().length > 0 ? usage.description() : usage.header();
      assertThat(said).as(line.getCommandSpec().qualifiedName()).isNotEmpty();
      if (!line.getCommandName().equals("completion")) {
        assertThat(said)
            .as(line.getCommandSpec().qualifiedName())
            .allSatisfy(sentence -> assertThat(sentence).matches("[A-Z].*\\."));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("arguments")
  void shouldDescribeEveryArgument(Argument argument) {
    ArgSpec spec = argument.spec();
    assertThat(String.join(" ", spec.description())).matches("(?s).*[.)]");
    if (argument.takesValue()) {
      assertThat(spec.paramLabel()).as("what its value is").doesNotContain("<");
    }
    if (argument.takesValue() && spec.defaultValue() != null) {
      assertThat(String.join(" ", spec.description())).contains("(default: ");
    }
  }

  /** All but {@code help}, which helps whatever is given. */
  static List<CommandLine> refusingCommands() {
    return commands().stream()
        .filter(line -> !line.getCommandSpec().qualifiedName().equals("vedette help"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("refusingCommands")
  void shouldRefuseAnUnknownOption(CommandLine line) {
    String command = line.getCommandSpec().qualifiedName().replaceFirst("vedette ?", "");

    assertThat(run(command, "--zzzzzzzz=1")).isEqualTo(2);
    assertThat(only()).startsWith("vedette: unknown option --zzzzzzzz (see vedette");
  }

  @ParameterizedTest
  @MethodSource("options")
  void shouldNameTheOptionThatIsMisspelled(Argument argument) {
    String name = argument.name();
    int at = 2;
    while (name.charAt(at) == name.charAt(at + 1)) {
      at++;
    }
    String misspelled =
        name.substring(0, at) + name.charAt(at + 1) + name.charAt(at) + name.substring(at + 2);

    assertThat(run(argument.command(), argument.takesValue() ? misspelled + "=1" : misspelled))
        .isEqualTo(2);
    assertThat(only())
        .startsWith("vedette: unknown option " + misspelled + "; did you mean " + name + "?");
  }

  @ParameterizedTest
  @MethodSource("optionsWithAValue")
  void shouldSayWhichValueIsMissing(Argument argument) {
    assertThat(run(argument.command(), argument.name())).isEqualTo(2);
    assertThat(only())
        .startsWith(
            "vedette: %s: expected %s, found nothing"
                .formatted(argument.name(), argument.spec().paramLabel()));
  }

  @ParameterizedTest
  @MethodSource("typedArguments")
  void shouldSayWhatItExpectsInPlaceOfAWrongType(Argument argument) {
    assertThat(run(argument, "~x")).isEqualTo(2);
    assertThat(only()).startsWith("vedette: " + argument.name() + ": ").contains("expected", "~x");
  }

  @ParameterizedTest
  @MethodSource("refusedTexts")
  void shouldRefuseAWrongTextInOneLine(Wrong row) {
    Argument argument =
        arguments().stream()
            .filter(one -> one.toString().equals(row.command() + " " + row.argument()))
            .findFirst()
            .orElseThrow();
    String text = filled(row.text());

    assertThat(run(argument, text)).as(row.said()).isEqualTo(Integer.parseInt(row.code()));
    assertThat(only()).contains(row.said());
    if (row.text().contains("{")) {
      assertThat(only()).contains(Path.of(text).getFileName().toString().split("[.]")[0]);
    }
  }

  private int run(Argument argument, String text) {
    return run(CommandArguments.words(argument, text, CommandTableTest::filled));
  }

  private static String filled(String text) {
    String filled = text.replace("{shipped}", CommandArguments.SHIPPED);
    for (String name : List.of("missing", "folder", "empty", "binary", "text", "truth", "out")) {
      filled = filled.replace("{" + name + "}", folder.resolve(name).toString());
    }
    return filled;
  }

  private int run(String command, String... more) {
    List<String> words = new ArrayList<>();
    if (!command.isEmpty()) {
      words.addAll(List.of(command.split(" ")));
    }
    words.addAll(List.of(more));
    return run(words);
  }

  private int run(List<String> words) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(words.toArray(String[]::new));
  }

  /** The one line that was said, which is for people. */
  private String only() {
    List<String> lines = err.toString().lines().toList();
    assertThat(lines).as("what was said").hasSize(1);
    assertThat(lines.get(0))
        .startsWith("vedette: ")
        .doesNotContain("Exception", "unexpected failure", "null");
    return lines.get(0);
  }
}
