package io.vedette.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
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
                          entry -> entry.getValue().toString()));

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

  private static CommandLine.ParseResult parse(List<String> command) {
    return Main.commandLine().parseArgs(command.toArray(String[]::new));
  }

  private static List<Map<?, ?>> vedetteServices() throws IOException {
    try (Reader reader = Files.newBufferedReader(Path.of("docker-compose.yml"))) {
      Map<?, ?> compose = new Yaml().load(reader);
      List<Map<?, ?>> services =
          ((Map<?, ?>) compose.get("services"))
              .values().stream()
                  .map(service -> (Map<?, ?>) service)
                  .filter(service -> service.get("image").toString().startsWith("vedette"))
                  .collect(Collectors.toList());
      assertThat(services).hasSizeGreaterThanOrEqualTo(4);
      return services;
    }
  }
}
