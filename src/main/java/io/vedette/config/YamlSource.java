package io.vedette.config;

import io.vedette.file.FileReason;
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
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The reader of YAML into settings nodes with their line numbers; references stay unresolved.
 * Confined to one load.
 */
final class YamlSource {
  private final List<SettingProblem> problems;

  YamlSource(List<SettingProblem> problems) {
    this.problems = problems;
  }

  /** The file's settings; an empty mapping, with a problem noted, when it cannot be read. */
  SettingNode.Mapping file(Path path) {
    String name = path.toString();
    try (Reader reader = Files.newBufferedReader(path)) {
      return parse(reader, "", new Origins(name, true))
          .map(root -> group(root, name))
          .orElseGet(() -> SettingNode.Mapping.empty(name));
    } catch (NoSuchFileException e) {
      problems.add(new SettingProblem("", "settings file " + name + " does not exist"));
    } catch (IOException e) {
      problems.add(unreadable(name, e));
    }
    return SettingNode.Mapping.empty(name);
  }

  private static SettingProblem unreadable(String name, IOException failure) {
    return new SettingProblem(
        "", "settings file " + name + " cannot be read: " + FileReason.of(failure));
  }

  /** The root as a mapping; for a text or a list, an empty one, with a problem noted. */
  private SettingNode.Mapping group(SettingNode root, String name) {
    if (root instanceof SettingNode.Mapping mapping) {
      return mapping;
    }
    boolean isEmpty = root instanceof SettingNode.Scalar scalar && scalar.text().isEmpty();
    if (!isEmpty) {
      String found = root instanceof SettingNode.Scalar ? "a text" : "a list";
      problems.add(
          new SettingProblem(
              "",
              "settings file %s: expected keys and values in YAML, found %s"
                  .formatted(name, found)));
    }
    return SettingNode.Mapping.empty(name);
  }

  /**
   * A single value as written on a command line or in a variable; may be a list or a mapping in
   * flow style.
   *
   * @param key the setting's full key
   */
  SettingNode value(String text, String key, String origin) {
    if (text.startsWith("[") || text.startsWith("{")) {
      return parse(new StringReader(text), key, new Origins(origin, false))
          .orElseGet(() -> new SettingNode.Scalar(text, origin, false));
    }
    return new SettingNode.Scalar(text, origin, false);
  }

  private Optional<SettingNode> parse(Reader reader, String path, Origins origins) {
    try {
      @Nullable Node root = new Yaml(new LoaderOptions()).compose(reader);
      return Optional.ofNullable(root).map(node -> convert(node, path, origins, node));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problems.add(
          new SettingProblem(path, origins.file() + ":" + line + ": not YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      problems.add(
          e.getCause() instanceof IOException unread
              ? unreadable(origins.file(), unread)
              : new SettingProblem(path, origins.file() + ": not YAML: " + e.getMessage()));
    }
    return Optional.empty();
  }

  /**
   * The place of a text for people, and whether its lines are numbered, as those of a command line
   * are not.
   */
  private record Origins(String file, boolean hasLines) {
    private String of(Node node) {
      return hasLines ? file + ":" + (node.getStartMark().getLine() + 1) : file;
    }
  }

  /**
   * @param path the value's full path
   * @param named the node whose line is the value's place: its key, since the value may begin a
   *     line later
   */
  private SettingNode convert(Node node, String path, Origins origins, Node named) {
    String origin = origins.of(named);
    if (node instanceof ScalarNode scalar) {
      boolean none = scalar.getTag().equals(Tag.NULL);
      return new SettingNode.Scalar(none ? "" : scalar.getValue(), origin, false);
    }
    if (node instanceof SequenceNode sequence) {
      List<SettingNode> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(convert(item, SettingNames.item(path, items.size()), origins, item));
      }
      return new SettingNode.Sequence(items, origin);
    }
    SettingNode.Mapping mapping = SettingNode.Mapping.empty(origin);
    if (node instanceof MappingNode entries) {
      entries.getValue().forEach(entry -> put(entry, path, mapping, origins));
    }
    return mapping;
  }

  private void put(NodeTuple entry, String group, SettingNode.Mapping mapping, Origins origins) {
    Node keyNode = entry.getKeyNode();
    if (!(keyNode instanceof ScalarNode name)) {
      problems.add(
          new SettingProblem(
              group, "expected a key, found a list or a group at " + origins.of(keyNode)));
      return;
    }
    String key = SettingNames.join(group, name.getValue());
    SettingNode value = convert(entry.getValueNode(), key, origins, keyNode);
    List<String> path = SettingNames.parts(name.getValue());
    @Nullable SettingNode there = mapping.entries().get(path.get(0));
    if (there != null && path.size() == 1) {
      refuse(key, there, value);
    } else if (there != null) {
      refuseTwice(SettingNames.join(group, path.get(0)), there, nested(path, value));
    }
    mapping.put(path, value);
  }

  /** The nested groups of a value under a key with dots. */
  private static SettingNode nested(List<String> path, SettingNode value) {
    SettingNode.Mapping group = SettingNode.Mapping.empty(value.origin());
    group.put(path.subList(1, path.size()), value);
    return group;
  }

  /**
   * Notes a problem for the first value that is given twice, maybe in another group of the same
   * key.
   */
  private void refuseTwice(String key, @Nullable SettingNode there, SettingNode given) {
    if (there instanceof SettingNode.Mapping group && given instanceof SettingNode.Mapping other) {
      other
          .entries()
          .forEach(
              (inner, value) ->
                  refuseTwice(SettingNames.join(key, inner), group.entries().get(inner), value));
    } else if (there != null) {
      refuse(key, there, given);
    }
  }

  private void refuse(String key, SettingNode there, SettingNode given) {
    problems.add(
        new SettingProblem(
            key, "given twice, at %s and %s".formatted(there.origin(), given.origin())));
  }
}
