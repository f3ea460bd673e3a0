package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldRefuseUnknownOptionsInOneLine() {
    assertThat(run("settings", "--sett=1")).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("--sett", "--help");
  }

  @ParameterizedTest
  @CsvSource({"detct, detect", "camera, cameras", "model trian, train", "settings --chek, --check"})
  @Timeout(30) // accepted, it runs until Ctrl-C
  void shouldSuggestTheCommandOrOptionThatMayBeMeant(String command, String meant) {
    assertThat(run(command.split(" "))).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("; did you mean " + meant);
  }

  @Test
  void shouldWriteAsciiDigitsInEveryLocale() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=ar",
                "-Duser.country=EG",
                "-Duser.extensions=u-nu-arab",
                "-cp",
                System.getProperty("java.class.path"),
                "io.vedette.cli.Main",
                "settings",
                "--check",
                "--set",
                "http.port=70000")
            .redirectErrorStream(true)
            .start();
    String reported = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(reported).contains("port: expected 0–65535, found 70000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "ingest", "detect", "track", "tail", "forward", "replay", "diff"})
  void shouldTakeAKafkaOfEveryCommandThatUsesOne(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).contains("--kafka=HOST:PORT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "detect", "track", "tail", "forward", "replay", "diff", "up"})
  void shouldTakeTheFolderOfANode(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).contains("--data=DIR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tail", "cameras list"})
  @Timeout(30) // accepted, it waits for a Kafka
  void shouldSayThatNoKafkaRunsOnAFolder(String command, @TempDir Path folder) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("--data", folder.toString()));

    assertThat(run(words.toArray(String[]::new))).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith(
            "vedette: --data " + folder + ": no Kafka runs there; start one with vedette up");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\u001b[2Jb", "a\r\nvedette: forged", "a\u202eb", "a\u0085b", "a\u2028b"})
  void shouldTellInOneLineWhatThereIsInArguments(String text) {
    List<String[]> misused =
        List.of(
            new String[] {"settings", "--sett" + text},
            new String[] {"settings", "--check", "--set", "http.port=" + text},
            new String[] {"settings", "--check", "--set", "http." + text + "=1"},
            new String[] {"settings", "--config", text},
            new String[] {"up", "--camera", text},
            new String[] {text});
    for (String[] words : misused) {
      err.getBuffer().setLength(0);

      assertThat(run(words)).isNotZero();
      assertThat(err.toString().strip())
          .startsWith("vedette: ")
          .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    }
  }

  @Test
  void shouldListEverySettingThatIsWrong() {
    int code = run("settings", "--check", "--set", "http.prt=1", "--set", "http.port=x");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactlyInAnyOrder(
            "vedette: http.prt: unknown key at --set; did you mean \"port\"?",
            "vedette: http.port: expected a whole number, found \"x\" at --set");
  }

  @Test
  void shouldRefuseASettingsFileThatIsNotThere() {
    assertThat(run("settings", "--config", "no-such.yaml")).isEqualTo(2);
    assertThat(err.toString()).contains("no-such.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gate", "=sim:", "front.door=sim:", "a/b=sim:"})
  @Timeout(30) // accepted, it runs until Ctrl-C
  void shouldRefuseACameraWithoutAnIdThatCanBeAKey(String camera) {
    assertThat(run("up", "--camera", camera)).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("vedette: --camera " + camera + ": expected ID=URL, the id of letters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such.mp4", "file:/no/such.mp4", "src"})
  @Timeout(30) // accepted, it runs until Ctrl-C
  void shouldRefuseACameraThatIsAFileThatIsNotThere(String url) {
    assertThat(run("up", "--camera", "gate=" + url)).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("vedette: --camera gate=" + url + ": there is no such file");
  }

  @ParameterizedTest
  @CsvSource({
    "gate:loss=0.1, 'faults: there is no camera gate; there are cam0, cam1'",
    "cam0:los=0.1, '--fault cam0:los=0.1: los: no such fault; there are status, refuse,'",
    "loss=7, '--fault loss=7: loss: expected 0 to 1, found 7.0'"
  })
  @Timeout(30) // accepted, it runs until Ctrl-C
  void shouldRefuseAFaultThatThereIsNot(String fault, String reason) {
    assertThat(run("simulate", "--port", "0", "--fault", fault)).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().startsWith("vedette: " + reason);
  }

  @ParameterizedTest
  @CsvSource({
    "up --cameras 0, '2:vedette: --cameras: expected 1 to 1000, found 0'",
    "simulate --port 0 --user me, '2:vedette: user and password: expected both or none'",
    "simulate --port 0 --key-store no.p12, '1:vedette: simulator: key store no.p12 cannot be used'",
  })
  @Timeout(30) // accepted, it runs until Ctrl-C
  void shouldSayWhatCannotBeStarted(String command, String reported) {
    int code = run(command.split(" "));

    assertThat(code + ":" + err).startsWith(reported);
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void shouldRefuseTheSameInSettings() {
    assertThat(run("settings", "--check", "--set", "cameras.über.url=sim:")).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("cameras: expected ids of letters", "found \"über\"");
  }

  @ParameterizedTest
  @CsvSource({
    "kafka.bootstrap.servers=nonsense, Invalid url in bootstrap.servers: nonsense",
    "kafka.bootstrap.servers=no-such-host.invalid:9092, No resolvable bootstrap urls",
    "kafka.security.protocol=FOO, Invalid value FOO for configuration security.protocol"
  })
  @Timeout(30) // accepted, it waits for a Kafka
  void shouldRefuseAKafkaThatCannotBeMeant(String setting, String reason) {
    assertThat(run("tail", "--set", setting)).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("vedette: Kafka's settings cannot be used (" + reason);
  }

  @Test
  @Timeout(30) // accepted, it runs until Ctrl-C
  void shouldRefuseADataFolderThatIsAFile(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("data"));

    assertThat(run("up", "--data", file.toString())).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains(file.toString(), "there is a file of that name");
  }

  @Test
  void shouldRefuseTracksThatEndBeforeDetectionsMayCome() {
    assertThat(run("settings", "--check", "--set", "track.silence=30s")).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("track.silence: expected 0, or more than detect.catch-up and", "found 30s");
  }

  @Test
  void shouldTellTheVersionOfEveryCommand() {
    assertThat(run("model", "val", "--version")).isZero();
    assertThat(out.toString()).startsWith("vedette ");
  }

  @Test
  void shouldPrintEveryKey() {
    assertThat(run("settings")).isZero();
    assertThat(out.toString()).contains("http:", "  idle-timeout: 60s");
  }

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
