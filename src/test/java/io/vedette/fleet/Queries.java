package io.vedette.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vedette.metric.Metric;
import io.vedette.metric.MetricsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The queries of the dashboards and alert rules that ship. */
final class Queries {
  static final Path DASHBOARDS = Path.of("deploy/helm/vedette/files/dashboards");
  static final Path ALERTS = Path.of("deploy/helm/vedette/files/alerts.yaml");

  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:vedette|jvm|process|system|logback)_[a-z0-9_]+)(?:\\{([^}]*)})?");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"");

  /** Labels that Prometheus adds, and those of histograms. */
  private static final Set<String> COMMON = Set.of("job", "instance", "le");

  /** One query, and where it is. */
  record Query(String where, String expression) {
    /** The expression with Grafana's variables replaced as it would. */
    String expanded() {
      return expression
          .replace("$__rate_interval", "10s")
          .replace("$job", ".+")
          .replace("$camera", ".+");
    }
  }

  private Queries() {}

  static List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      return files.sorted().toList();
    }
  }

  static List<Query> ofDashboards() throws IOException {
    List<Query> queries = new ArrayList<>();
    for (Path file : dashboards()) {
      JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
      for (JsonNode panel : dashboard.path("panels")) {
        String where = dashboard.path("uid").asText() + " · " + panel.path("title").asText();
        panel
            .path("targets")
            .forEach(target -> queries.add(new Query(where, target.path("expr").asText())));
      }
    }
    return queries;
  }

  static List<JsonNode> rules() throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    new YAMLMapper()
        .readTree(ALERTS.toFile())
        .path("groups")
        .forEach(group -> group.path("rules").forEach(rules::add));
    return rules;
  }

  static List<Query> ofAlerts() throws IOException {
    return rules().stream()
        .map(rule -> new Query(rule.path("alert").asText(), rule.path("expr").asText()))
        .toList();
  }

  /** Meters and labels of a query that the program does not have. */
  static List<String> unknown(Query query) {
    Map<String, Metric> known = new TreeMap<>();
    Arrays.stream(Metric.values())
        .forEach(metric -> MetricsPage.series(metric).forEach(name -> known.put(name, metric)));
    List<String> unknown = new ArrayList<>();
    Matcher selectors = SELECTOR.matcher(query.expression());
    while (selectors.find()) {
      Metric metric = known.get(selectors.group(1));
      if (metric == null) {
        unknown.add(query.where() + ": " + selectors.group(1));
      } else if (selectors.group(2) != null) {
        Set<String> labels = new TreeSet<>(metric.form().labels());
        labels.addAll(COMMON);
        LABEL
            .matcher(selectors.group(2))
            .results()
            .map(label -> label.group(1))
            .filter(label -> !labels.contains(label))
            .forEach(label -> unknown.add("%s: %s{%s}".formatted(query.where(), metric, label)));
      }
    }
    return unknown;
  }

  /** Names of series that a query selects. */
  static Set<String> series(Query query) {
    return SELECTOR
        .matcher(query.expression())
        .results()
        .map(selector -> selector.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
