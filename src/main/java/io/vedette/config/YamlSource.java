package io.vedette.config;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML into settings nodes that remember their line, references unresolved. Confined to one
 * load.
 */
final class YamlSource {
  private final List<Problem> problems;

  YamlSource(List<Problem> problems) {
    this.problems = problems;
  }

  /** The file's settings; an empty mapping, with a problem noted, when it cannot be read. */
  SettingNode.Mapping file(Path path) {
    String name = path.toString();
    try (Reader reader = Files.newBufferedReader(path)) {
      return parse(reader, name, true)
          .filter(SettingNode.Mapping.class::isInstance)
          .map(SettingNode.Mapping.class::cast)
          .orElseGet(() -> SettingNode.Mapping.empty(name));
    } catch (NoSuchFileException e) {
      problems.add(new Problem("", "settings file " + name + " does not exist"));
      return SettingNode.Mapping.empty(name);
    } catch (IOException e) {
      problems.add(new Problem("", "settings file " + name + " cannot be read: " + e));
      return SettingNode.Mapping.empty(name);
    }
  }

  /** A single value as written on a command line or in a variable; flow lists are understood. */
  SettingNode value(String text, String origin) {
    if (text.startsWith("[") || text.startsWith("{")) {
      return parse(new StringReader(text), origin, false)
          .orElseGet(() -> new SettingNode.Scalar(text, origin, false));
    }
    return new SettingNode.Scalar(text, origin, false);
  }

  private Optional<SettingNode> parse(Reader reader, String origin, boolean lines) {
    try {
      org.yaml.snakeyaml.nodes.@Nullable Node root = new Yaml(new LoaderOptions()).compose(reader);
      return Optional.ofNullable(root).map(node -> convert(node, origin, lines));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problems.add(new Problem("", origin + ":" + line + ": not YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      problems.add(new Problem("", origin + ": not YAML: " + e.getMessage()));
    }
    return Optional.empty();
  }

  private SettingNode convert(org.yaml.snakeyaml.nodes.Node node, String file, boolean lines) {
    String origin = lines ? file + ":" + (node.getStartMark().getLine() + 1) : file;
    if (node instanceof ScalarNode scalar) {
      boolean none = scalar.getTag().equals(Tag.NULL);
      return new SettingNode.Scalar(none ? "" : scalar.getValue(), origin, false);
    }
    if (node instanceof SequenceNode sequence) {
      List<SettingNode> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(convert(item, file, lines)));
      return new SettingNode.Sequence(items, origin);
    }
    SettingNode.Mapping mapping = SettingNode.Mapping.empty(origin);
    if (node instanceof MappingNode entries) {
      for (NodeTuple entry : entries.getValue()) {
        String key = ((ScalarNode) entry.getKeyNode()).getValue();
        if (mapping.entries().containsKey(key)) {
          problems.add(new Problem(key, "given twice; the second is at " + origin));
        }
        mapping.put(List.of(key.split("\\.")), convert(entry.getValueNode(), file, lines));
      }
    }
    return mapping;
  }
}
