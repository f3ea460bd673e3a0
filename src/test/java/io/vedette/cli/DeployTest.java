package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.Settings;
import io.vedette.node.VedetteSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** The compose file and the image's recipe, held against the program they start. */
class DeployTest {
  @Test
  void shouldStartOnlyCommandsThatThereAre() throws IOException {
    for (Map<?, ?> service : vedetteServices()) {
      List<String> command =
          ((List<?>) service.get("command")).stream().map(String::valueOf).toList();

      CommandLine.ParseResult parsed = parse(command);

      assertThat(parsed.hasSubcommand()).as("%s", command).isTrue();
    }
  }

  @Test
  void shouldSetOnlyVariablesThatAreSettings() throws IOException {
    for (Map<?, ?> service : vedetteServices()) {
      Map<String, String> variables =
          ((Map<?, ?>) service.get("environment"))
              .entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          entry -> entry.getKey().toString(),
                          entry -> asComposeReads(entry.getValue().toString())));

      VedetteSettings settings =
          new Settings(variables).variables(VedetteSettings.class).bind(VedetteSettings.class);

      assertThat(settings.kafka()).containsEntry("bootstrap.servers", "kafka:9092");
    }
  }

  @Test
  void shouldRunWithoutPrivileges() throws IOException {
    for (Map<?, ?> service : vedetteServices()) {
      assertThat(service.get("read_only")).isEqualTo(true);
      assertThat(service.get("cap_drop")).isEqualTo(List.of("ALL"));
      assertThat(service.get("security_opt")).isEqualTo(List.of("no-new-privileges:true"));
    }
    assertThat(Files.readAllLines(Path.of("deploy/Dockerfile"))).contains("USER 10001");
  }

  @Test
  void shouldBuildTheGpuServicesImageForAGpu() throws IOException {
    Map<?, ?> service = (Map<?, ?>) services().get("detect-gpu");
    Map<?, ?> arguments = (Map<?, ?>) ((Map<?, ?>) service.get("build")).get("args");
    List<String> recipe = Files.readAllLines(Path.of("deploy/Dockerfile"));

    assertThat(arguments).isEqualTo(Map.of("FLAVOUR", "gpu"));
    assertThat(recipe).contains("ARG FLAVOUR=cpu", "FROM ${CUDA_IMAGE} AS gpu", "FROM ${FLAVOUR}");
    assertThat(recipe).anyMatch(line -> line.contains("gpu) echo \"-Pgpu "));
    assertThat(Files.readString(Path.of("pom.xml"))).contains("<id>gpu</id>");
    assertThat(vedetteServices().stream().filter(other -> !other.equals(service)))
        .noneMatch(other -> other.get("image").equals(service.get("image")));
  }

  @Test
  void shouldAskForHealthOnlyWhoAnswers() throws IOException {
    for (Map<?, ?> service : vedetteServices()) {
      boolean isProbed = !Map.of("disable", true).equals(service.get("healthcheck"));
      List<?> command = (List<?>) service.get("command");

      assertThat(isProbed)
          .as("%s", command)
          .isEqualTo(!command.contains("simulate") && !command.contains("tail"));
    }
  }

  @Test
  void shouldShowTheCamerasThatTheDemonstrationServes() throws IOException {
    Map<?, ?> simulate = (Map<?, ?>) services().get("simulate");
    List<?> command = (List<?>) simulate.get("command");
    int served = Integer.parseInt(command.get(command.indexOf("--cameras") + 1).toString());
    String environment = Files.readString(Path.of(".env"));

    VedetteSettings settings =
        new Settings(Map.of()).file(Path.of("config/demo.yaml")).bind(VedetteSettings.class);

    assertThat(settings.cameras()).hasSize(served);
    settings
        .cameras()
        .forEach(
            (id, camera) ->
                assertThat(camera.camera().url()).isEqualTo("rtsp://simulate:8554/" + id));
    assertThat(environment).contains("COMPOSE_PROFILES=demo", "SETTINGS_FILE=demo.yaml");
    assertThat(simulate.get("profiles")).isEqualTo(List.of("demo"));
  }

  @Test
  void shouldFetchWhatMavenNeedsBeforeTheSourcesAreThere() throws IOException {
    List<String> recipe = Files.readAllLines(Path.of("deploy/Dockerfile"));

    assertThat(recipe.indexOf("COPY pom.xml mvnw ./"))
        .isPositive()
        .isLessThan(recipe.indexOf("COPY . ."));
  }

  @Test
  void shouldLetTheProgramWriteItsData() throws IOException {
    for (Map<?, ?> service : vedetteServices()) {
      assertThat(service.get("tmpfs"))
          .isEqualTo(List.of("/tmp:exec,mode=1777", "/data:uid=10001,mode=0700"));
    }
  }

  @Test
  void shouldBuildItsImageInsteadOfPullingOne() throws IOException {
    for (Map<?, ?> service : vedetteServices()) {
      assertThat(service.get("pull_policy")).isEqualTo("never");
    }
  }

  @Test
  void shouldKeepKafkasRecordsInTheVolume() throws IOException {
    Map<?, ?> kafka = (Map<?, ?>) services().get("kafka");
    Object folder = ((Map<?, ?>) kafka.get("environment")).get("KAFKA_LOG_DIRS");

    assertThat(kafka.get("volumes")).isEqualTo(List.of("kafka:" + folder));
  }

  @Test
  void shouldLeaveSecretsOutOfTheBuild() throws IOException {
    assertThat(Files.readAllLines(Path.of(".dockerignore"))).contains(".env", "token", ".git");
    assertThat(Files.readAllLines(Path.of(".gitignore"))).contains("/token");
  }

  @Test
  void shouldBuildTheArchiveWithTheOptionsThatAreGiven(@TempDir Path checkout) throws Exception {
    Path script = Files.copy(Path.of("vedette"), checkout.resolve("vedette"));
    Files.createFile(checkout.resolve("pom.xml"));
    Files.createFile(Files.createDirectory(checkout.resolve("target")).resolve("vedette-1.tar.gz"));
    Path maven = checkout.resolve("mvnw");
    Files.writeString(maven, "#!/bin/sh\necho \"$@\" > \"$(dirname \"$0\")/asked\"\n");
    assertThat(maven.toFile().setExecutable(true)).isTrue();

    Process process =
        new ProcessBuilder("sh", script.toString(), "package", "-Pgpu", "-Dx=")
            .redirectErrorStream(true)
            .start();
    String reported = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(reported).isZero();
    assertThat(Files.readString(checkout.resolve("asked")))
        .contains("-Pdistribution -Pgpu -Dx= package");
  }

  /** A variable that must be given, and a dollar sign. */
  private static String asComposeReads(String value) {
    return value.replaceAll("^\\$\\{[A-Z_]+:\\?.*}$", "sixteen letters or more").replace("$$", "$");
  }

  private static CommandLine.ParseResult parse(List<String> command) {
    return Main.commandLine().parseArgs(command.toArray(String[]::new));
  }

  private static List<Map<?, ?>> vedetteServices() throws IOException {
    List<Map<?, ?>> services =
        services().values().stream()
            .map(service -> (Map<?, ?>) service)
            .filter(service -> service.get("image").toString().startsWith("vedette"))
            .collect(Collectors.toList());
    assertThat(services).hasSizeGreaterThanOrEqualTo(4);
    return services;
  }

  private static Map<?, ?> services() throws IOException {
    try (Reader reader = Files.newBufferedReader(Path.of("docker-compose.yml"))) {
      Map<?, ?> compose = new Yaml().load(reader);
      return (Map<?, ?>) compose.get("services");
    }
  }
}
