package io.vedette.fleet;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart, as Helm itself reads it. */
final class HelmChart {
  static final Path FOLDER = Path.of("deploy/helm/vedette");
  static final Path EXAMPLES = FOLDER.resolve("examples");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String KUBERNETES = "v1.33.0";

  private HelmChart() {}

  /** Skips the test, with the reason, where Helm's library is not made for. */
  static void require() {
    boolean isThere =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    assumeTrue(isThere, "Helm's library for Java is here for Linux on x86-64 alone");
  }

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.sorted().toList();
    }
  }

  /** The manifests of values, with single ones over them. */
  static String render(Path values, Map<String, Object> changes) {
    TemplateCommand command =
        new Helm(FOLDER)
            .template()
            .withName("eyes")
            .withNamespace("video")
            .withKubeVersion(KUBERNETES)
            .withValuesFile(values);
    changes.forEach(command::set);
    return command.call();
  }

  static List<JsonNode> objects(String manifests) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    YAML.readerFor(JsonNode.class)
        .<JsonNode>readValues(manifests)
        .forEachRemaining(
            object -> {
              if (object.isObject() && !object.isEmpty()) {
                objects.add(object);
              }
            });
    return objects;
  }

  /** A copy of the chart whose own values are those of an example, for what takes no others. */
  static Path with(Path example, Path folder) throws IOException {
    Path copy = folder.resolve(example.getFileName().toString()).resolve("vedette");
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(FOLDER.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    ObjectNode values = (ObjectNode) YAML.readTree(copy.resolve("values.yaml").toFile());
    merge(values, (ObjectNode) YAML.readTree(example.toFile()));
    YAML.writeValue(copy.resolve("values.yaml").toFile(), values);
    return copy;
  }

  private static void merge(ObjectNode into, ObjectNode from) {
    from.properties()
        .forEach(
            entry -> {
              if (into.get(entry.getKey()) instanceof ObjectNode there
                  && entry.getValue() instanceof ObjectNode more) {
                merge(there, more);
              } else {
                into.set(entry.getKey(), entry.getValue());
              }
            });
  }
}
