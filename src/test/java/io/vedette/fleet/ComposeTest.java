package io.vedette.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vedette.OtherPrograms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** The compose files, read by compose's own parser where it is installed. */
class ComposeTest {
  private static final Path OBSERVABILITY = Path.of("deploy/observability");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "docker-compose.yml, ''",
    "docker-compose.yml, demo",
    "docker-compose.yml, gpu",
    "docker-compose.yml deploy/observability/compose.yml, ''",
    "docker-compose.yml deploy/observability/compose.yml, gpu"
  })
  void shouldBeReadByCompose(String files, String profile) throws Exception {
    List<String> command = new ArrayList<>(List.of("docker-compose"));
    for (String file : files.split(" ")) {
      command.addAll(List.of("-f", file));
    }
    if (!profile.isEmpty()) {
      command.addAll(List.of("--profile", profile));
    }
    command.add("config");
    JsonNode services = new YAMLMapper().readTree(run(command)).path("services");

    assertThat(services.has("ingest")).isTrue();
    assertThat(services.has("prometheus")).isEqualTo(files.contains("observability"));
    assertThat(services.has("detect-gpu"))
        .as("its first version shows all profiles")
        .isIn(true, profile.equals("gpu"));
  }

  @Test
  void shouldMountFilesThatThereAre() throws IOException {
    JsonNode compose = new YAMLMapper().readTree(OBSERVABILITY.resolve("compose.yml").toFile());
    List<String> mounted = new ArrayList<>();
    for (JsonNode service : compose.path("services")) {
      service.path("volumes").forEach(volume -> mounted.add(volume.asText()));
    }

    assertThat(mounted)
        .filteredOn(volume -> volume.startsWith("./"))
        .hasSize(4)
        .allSatisfy(volume -> assertThat(Path.of(volume.split(":")[0])).exists());
  }

  @Test
  void shouldScrapeEveryRoleWithTheRules() throws Exception {
    JsonNode settings = new YAMLMapper().readTree(OBSERVABILITY.resolve("prometheus.yml").toFile());
    List<String> names = new ArrayList<>();
    settings
        .at("/scrape_configs/0/dns_sd_configs/0/names")
        .forEach(name -> names.add(name.asText()));
    JsonNode roles =
        new YAMLMapper().readTree(Path.of("docker-compose.yml").toFile()).path("services");
    assertThat(names).allMatch(roles::has).contains("ingest", "detect", "track");
    Map<String, Map<String, Map<?, ?>>> observed =
        new Yaml().load(Files.readString(OBSERVABILITY.resolve("compose.yml")));
    assertThat(names)
        .as("services that take the token which Prometheus asks with")
        .allSatisfy(
            name ->
                assertThat(observed.get("services").get(name).get("secrets"))
                    .isEqualTo(List.of("token")));

    OtherPrograms.require("promtool");
    Files.copy(Queries.ALERTS, folder.resolve("alerts.yaml"));
    Files.writeString(folder.resolve("token"), "sixteen letters or more");
    Path local =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            Files.readString(OBSERVABILITY.resolve("prometheus.yml"))
                .replace("/run/secrets/token", folder.resolve("token").toString()));
    assertThat(Promtool.run("check", "config", local.toString())).contains("SUCCESS");
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    OtherPrograms.require("docker-compose");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "VEDETTE_TOKEN_FILE",
                folder.resolve("token").toString(),
                "GRAFANA_PASSWORD",
                "secret"));
    Path wrong = folder.resolve("wrong");
    Process process = builder.redirectError(wrong.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(wrong)).isZero();
    return said;
  }
}
