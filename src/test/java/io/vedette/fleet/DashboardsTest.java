package io.vedette.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.OtherPrograms;
import io.vedette.metric.Metric;
import io.vedette.metric.MetricPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String SOURCE = "${datasource}";

  /** Java has dashboards of its own; the console is watched by who looks at it. */
  private static final Set<MetricPart> ELSEWHERE = Set.of(MetricPart.JAVA, MetricPart.CONSOLE);

  @TempDir Path folder;

  @Test
  void shouldAskForMetersAndLabelsThatThereAre() throws IOException {
    List<String> unknown = new ArrayList<>();
    Queries.ofDashboards().forEach(query -> unknown.addAll(Queries.unknown(query)));

    assertThat(unknown).isEmpty();
  }

  @Test
  void shouldShowEveryMeterOfTheProgram() throws IOException {
    Set<String> shown = new TreeSet<>();
    Queries.ofDashboards().forEach(query -> shown.addAll(Queries.series(query)));
    Queries.ofAlerts().forEach(query -> shown.addAll(Queries.series(query)));

    for (Metric metric : Metric.values()) {
      if (!ELSEWHERE.contains(metric.part())) {
        assertThat(io.vedette.metric.MetricsPage.series(metric))
            .as(metric.name())
            .anyMatch(shown::contains);
      }
    }
  }

  @Test
  void shouldBeImportableAsTheyAre() throws IOException {
    Set<String> uids = new HashSet<>();
    assertThat(Queries.dashboards()).hasSize(6);
    for (Path file : Queries.dashboards()) {
      JsonNode dashboard = MAPPER.readTree(file.toFile());
      String uid = dashboard.path("uid").asText();
      assertThat(uids.add(uid)).as(uid).isTrue();
      assertThat(file).hasFileName(uid + ".json");
      assertThat(dashboard.has("id")).as("an id of some server's").isFalse();
      assertThat(variables(dashboard)).contains("datasource", "job");
      assertPanels(dashboard, variables(dashboard));
    }
  }

  @Test
  void shouldBeReadByPrometheus() throws Exception {
    OtherPrograms.require("promtool");
    ObjectNode group = MAPPER.createObjectNode().put("name", "dashboards");
    ArrayNode rules = group.putArray("rules");
    for (Queries.Query query : Queries.ofDashboards()) {
      rules
          .addObject()
          .put("record", "dashboard:query:" + rules.size())
          .put("expr", query.expanded());
    }
    Path file = folder.resolve("queries.json");
    Files.writeString(
        file,
        MAPPER.createObjectNode().set("groups", MAPPER.createArrayNode().add(group)).toString());

    assertThat(Promtool.run("check", "rules", file.toString()))
        .contains("SUCCESS: %d rules found".formatted(rules.size()));
  }

  private static Set<String> variables(JsonNode dashboard) {
    Set<String> names = new TreeSet<>();
    dashboard
        .path("templating")
        .path("list")
        .forEach(variable -> names.add(variable.path("name").asText()));
    return names;
  }

  private static void assertPanels(JsonNode dashboard, Set<String> variables) {
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      String title = panel.path("title").asText();
      assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
      assertThat(panel.path("description").asText()).as(title).isNotBlank();
      assertThat(panel.path("datasource").path("uid").asText()).isEqualTo(SOURCE);
      JsonNode place = panel.path("gridPos");
      assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
      for (JsonNode target : panel.path("targets")) {
        assertThat(target.path("datasource").path("uid").asText()).isEqualTo(SOURCE);
        assertThat(target.path("expr").asText()).as(title).contains("$job");
        assertThat(target.path("expr").asText().contains("$camera"))
            .as(title)
            .isIn(variables.contains("camera"), false);
      }
    }
  }
}
