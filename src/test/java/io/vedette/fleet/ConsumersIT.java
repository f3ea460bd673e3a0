package io.vedette.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.OtherPrograms;
import io.vedette.broker.BrokerAccess;
import io.vedette.fault.Program;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of consumers, run as their page says against a running {@code vedette up}. */
class ConsumersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(240);
  private static final Path EXAMPLES = Path.of("examples/consumers").toAbsolutePath();
  private static final String MOST = "5";

  /** The one that Debian's packages are for. */
  private static final String PYTHON = "/usr/bin/python3";

  @TempDir static Path folder;
  private static Program up;

  @BeforeAll
  static void start() {
    Path data = folder.resolve("data");
    up =
        Program.vedette(
            folder,
            "up",
            List.of(
                "up",
                "--cameras",
                "1",
                "--data",
                data.toString(),
                "--set",
                "http.port=0",
                "--set",
                "broker.port=0"));
    await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(BrokerAccess.file(data)) && up.log().contains("watching "));
  }

  @AfterAll
  static void end() {
    up.close();
  }

  @Test
  void shouldReadEventsInJava() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String libraries = Path.of("target/lib").toAbsolutePath() + File.separator + "*";

    assertEvents(
        run(
            List.of(
                java,
                "-cp",
                libraries,
                EXAMPLES.resolve("java/Events.java").toString(),
                properties(),
                "vedette.events",
                MOST)));
  }

  @Test
  void shouldReadEventsInPython() throws Exception {
    require(List.of(PYTHON, "-c", "import kafka"), "Debian package python3-kafka");

    assertEvents(
        run(
            List.of(
                PYTHON,
                EXAMPLES.resolve("python/events.py").toString(),
                "--properties",
                properties(),
                "--most",
                MOST)));
  }

  @Test
  void shouldReadEventsInJavaScript() throws Exception {
    Path modules = EXAMPLES.resolve("javascript/node_modules/kafkajs");
    require(List.of("node", "--version"), "node");
    assumeTrue(Files.exists(modules), "npm install was not run in examples/consumers/javascript");

    assertEvents(
        run(
            List.of(
                "node",
                EXAMPLES.resolve("javascript/events.mjs").toString(),
                properties(),
                "vedette.events",
                MOST)));
  }

  private static String properties() {
    return folder.resolve("data").resolve("client.properties").toString();
  }

  private static void assertEvents(String reported) {
    assertThat(reported.lines().filter(line -> line.startsWith("cam0 io.vedette.")))
        .as(reported)
        .hasSize(Integer.parseInt(MOST));
  }

  /** Skips the test where a command, which only looks whether all is there, does not succeed. */
  private static void require(List<String> command, String what)
      throws IOException, InterruptedException {
    OtherPrograms.require(Path.of(command.get(0)).getFileName().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assumeTrue(process.waitFor() == 0, "skipped: %s is not installed".formatted(what));
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Path wrong = folder.resolve("wrong");
    Process process =
        new ProcessBuilder(new ArrayList<>(command)).redirectError(wrong.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said + Files.readString(wrong)).isZero();
    return said;
  }
}
