package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.config.Settings;
import io.vedette.node.VedetteSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What commands print for scripts. */
class JsonResultsTest {
  /** Run until they are interrupted, train, or print for another program already. */
  private static final Set<String> WITHOUT =
      Set.of(
          "vedette up",
          "vedette ingest",
          "vedette forward",
          "vedette console",
          "vedette simulate",
          "vedette deploy kafka", // --format json
          "vedette completion",
          "vedette help",
          "vedette model train", // results.csv
          "vedette model compare");

  private static final String MACHINES = "config/machines.yaml";

  @TempDir Path folder;

  @Test
  void shouldBeThereForEveryCommandThatHasAResult() {
    Set<String> without = new TreeSet<>();
    add(without, Main.commandLine());

    assertThat(without).containsExactlyInAnyOrderElementsOf(WITHOUT);
  }

  /** The commands that can be run and have no such option. */
  private static void add(Set<String> without, CommandLine command) {
    boolean isRun =
        command.getSubcommands().isEmpty()
            || command.getCommandSpec().userObject() instanceof Callable;
    if (isRun && command.getCommandSpec().findOption("--json") == null) {
      without.add(command.getCommandSpec().qualifiedName());
    }
    command.getSubcommands().values().forEach(inner -> add(without, inner));
  }

  @Test
  void shouldTellEachSettingOnceWithItsDefault() throws IOException {
    List<JsonNode> rows = run("settings");

    assertThat(rows).extracting(row -> row.path("key").asText()).doesNotHaveDuplicates();
    assertThat(rows)
        .filteredOn(row -> row.path("key").asText().equals("tracing.one-in"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.path("default").asText()).isEqualTo("1000");
              assertThat(row.path("meaning").asText()).startsWith("Of each camera's frames");
            });
    assertThat(rows)
        .anySatisfy(
            row -> {
              assertThat(row.path("key").asText()).isEqualTo("cameras.<name>.url");
              assertThat(row.path("default").isNull()).isTrue();
            });
    Settings all = new Settings(Map.of());
    rows.stream()
        .filter(row -> !row.path("key").asText().contains("<"))
        .filter(row -> !row.path("default").asText().isEmpty())
        .forEach(row -> all.put(row.path("key").asText(), row.path("default").asText(), "default"));
    assertThat(all.bind(VedetteSettings.class)).isEqualTo(Settings.defaults(VedetteSettings.class));
  }

  @Test
  void shouldSayThatSettingsAreValid() throws IOException {
    assertThat(run("settings", "--check")).singleElement().hasToString("{\"valid\":true}");
  }

  @Test
  void shouldTellAccounts() throws IOException {
    String data = folder.resolve("data").toString();
    JsonNode made = run("console", "accounts", "reset-admin", "root", "--data", data).get(0);
    List<JsonNode> listed = run("console", "accounts", "list", "--data", data);

    assertThat(made.path("name").asText()).isEqualTo("root");
    assertThat(made.path("password").asText()).hasSizeGreaterThanOrEqualTo(10);
    assertThat(listed)
        .singleElement()
        .hasToString(
            "{\"name\":\"root\",\"role\":\"admin\",\"login\":true,\"all_cameras\":true,\"cameras\":[]}");
    assertThat(run("console", "rebuild", "--data", data).get(0).path("done").asText())
        .isEqualTo("emptied");
  }

  @Test
  void shouldTellWhatWasMoved() throws IOException {
    String data = folder.resolve("data").toString();
    String file = folder.resolve("accounts.jsonl").toString();
    run("console", "accounts", "reset-admin", "root", "--data", data);

    JsonNode written = run("console", "accounts", "export", file, "--data", data).get(0);
    JsonNode read = run("console", "accounts", "import", file, "--data", data).get(0);

    assertThat(written.path("lines").asInt()).isEqualTo(1);
    assertThat(written.path("file").asText()).isEqualTo(file);
    assertThat(read).hasToString("{\"accounts\":1,\"tokens\":0}");
  }

  @Test
  void shouldPlanAndSimulateAFleet() throws IOException {
    JsonNode plan = run("plan", "--cameras", "300", "--worker-fps", "60").get(0);
    JsonNode fleet =
        run("plan", "--cameras", "300", "--worker-fps", "60", "--simulate", "--machines", MACHINES)
            .get(0);

    assertThat(plan.path("workers").asInt()).isPositive();
    assertThat(fleet.path("cameras").asInt()).isEqualTo(300);
    assertThat(fleet.path("loads")).hasSize(5);
    assertThat(fleet.path("loads").get(0).path("next_wall").path("cameras").asDouble())
        .isPositive();
    assertThat(fleet.path("offers")).isNotEmpty();
    assertThat(fleet.path("offers").get(0).path("bills")).hasSize(5);
    assertThat(fleet.path("zone_failures")).hasSize(9);
    assertThat(fleet.path("zone_failures").get(0).path("restored_s").asInt()).isEqualTo(120);
  }

  @Test
  void shouldTellWhatWasMade() throws IOException {
    String scenes = folder.resolve("scenes").toString();
    String network = folder.resolve("network.onnx").toString();

    assertThat(run("model", "scenes", scenes, "--pictures", "1").get(0).path("pictures").asInt())
        .isEqualTo(1);
    JsonNode built =
        run("model", "build", "--architecture", "yolov5n", "--classes", "2", "-o", network).get(0);
    assertThat(built.path("file").asText()).isEqualTo(network);
    assertThat(built.path("classes").asInt()).isEqualTo(2);
  }

  @Test
  void shouldTellHowWellTracksFollowTheTruth() throws IOException {
    StringBuilder truth = new StringBuilder();
    for (int frame = 1; frame <= 10; frame++) {
      truth.append("%d,1,%d,100,50,80,1,1,1.0\n".formatted(frame, 100 + frame));
    }
    Path file = Files.writeString(folder.resolve("gt.txt"), truth);

    JsonNode result = run("track-eval", file.toString(), file.toString()).get(0);
    assertThat(result.path("mota").asDouble()).isEqualTo(1);
    assertThat(result.path("hota").asDouble()).isGreaterThan(0.99);
    assertThat(result.path("switches").asInt()).isZero();
    assertThat(result.path("truths").asInt()).isEqualTo(10);
  }

  @Test
  void shouldTellWhatAModelIs() throws IOException {
    JsonNode result = run("model", "info", "src/main/resources/models/" + shippedModel()).get(0);

    assertThat(result.path("takes").isArray()).isTrue();
    assertThat(result.path("family").asText()).isNotEmpty();
    assertThat(result.path("sha-256").asText()).matches("[0-9a-f]{64}");
  }

  private static String shippedModel() throws IOException {
    try (var files = Files.list(Path.of("src/main/resources/models"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".onnx"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void shouldNotPromiseAResultOfAWorker() {
    CommandLine line = Main.commandLine();
    StringWriter said = new StringWriter();
    line.setErr(new PrintWriter(said, true));

    assertThat(line.execute("detect", "--json")).isEqualTo(2);
    assertThat(said.toString()).contains("--json needs --promote");
  }

  private static List<JsonNode> run(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    StringWriter printed = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(printed, true));
    assertThat(line.execute(all.toArray(String[]::new))).isZero();
    List<JsonNode> rows = new ArrayList<>();
    for (String row : printed.toString().lines().toList()) {
      rows.add(new ObjectMapper().readTree(row));
    }
    return rows;
  }
}
