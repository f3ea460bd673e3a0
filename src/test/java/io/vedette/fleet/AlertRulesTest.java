package io.vedette.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vedette.OtherPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AlertRulesTest {
  private static final Path CASES = Path.of("src/test/resources/prometheus/alerts.test.yaml");
  private static final Path RUNBOOK = Path.of("docs/operations.md");

  @Test
  void shouldAskForMetersAndLabelsThatThereAre() throws IOException {
    List<String> unknown = new ArrayList<>();
    Queries.ofAlerts().forEach(query -> unknown.addAll(Queries.unknown(query)));

    assertThat(unknown).isEmpty();
  }

  @Test
  void shouldHaveAFiringAndASilentCaseOfEachRule() throws IOException {
    Map<String, List<Boolean>> cases = new TreeMap<>();
    for (JsonNode test : new YAMLMapper().readTree(CASES.toFile()).path("tests")) {
      for (JsonNode expected : test.path("alert_rule_test")) {
        cases
            .computeIfAbsent(expected.path("alertname").asText(), name -> new ArrayList<>())
            .add(!expected.path("exp_alerts").isEmpty());
      }
    }

    assertThat(cases).containsOnlyKeys(names());
    cases.forEach((name, fires) -> assertThat(fires).as(name).contains(true, false));
  }

  @Test
  void shouldSayWhatToDoForEachRule() throws IOException {
    String runbook = Files.readString(RUNBOOK);
    for (JsonNode rule : Queries.rules()) {
      String name = rule.path("alert").asText();
      assertThat(rule.path("labels").path("severity").asText())
          .as(name)
          .isIn("warning", "critical");
      assertThat(rule.path("annotations").path("summary").asText()).as(name).endsWith(".");
      assertThat(rule.path("annotations").path("runbook").asText())
          .isEqualTo("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
      assertThat(runbook).contains("\n### " + name + "\n");
      String section = runbook.substring(runbook.indexOf("\n### " + name + "\n") + 1);
      int next = section.indexOf("\n### ");
      assertThat(next < 0 ? section : section.substring(0, next))
          .as(name)
          .contains("**Look at**", "**Do**");
    }
    assertThat(runbook.lines().filter(line -> line.startsWith("### Vedette")))
        .as("sections of rules that there are")
        .containsExactlyInAnyOrderElementsOf(
            List.of(names()).stream().map(name -> "### " + name).collect(Collectors.toList()));
  }

  @Test
  void shouldFireAndBeSilentWhereTheyShould() throws Exception {
    OtherPrograms.require("promtool");

    assertThat(Promtool.run("check", "rules", Queries.ALERTS.toString())).contains("SUCCESS");
    assertThat(Promtool.run("test", "rules", CASES.toString())).contains("SUCCESS");
  }

  private static String[] names() throws IOException {
    return Queries.rules().stream().map(rule -> rule.path("alert").asText()).toArray(String[]::new);
  }
}
