package io.vedette.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The loader of a settings record from, in growing precedence, its defaults, YAML files, {@code
 * VEDETTE_…} variables and {@code key=value} assignments. Confined to one load.
 */
public final class Settings {
  private final List<SettingProblem> problems = new ArrayList<>();
  private final Map<String, String> environment;
  private final YamlSource yaml;
  private final SettingNode.Mapping tree = SettingNode.Mapping.empty("settings");
  private boolean lenient;
  private @Nullable List<String> allowed;
  private Set<String> trusted = Set.of();

  /**
   * @param environment the variables of the process; those that start with {@code VEDETTE_} are
   *     settings, all can be referred to as {@code ${NAME}}
   */
  public Settings(Map<String, String> environment) {
    this.environment = new TreeMap<>(environment);
    this.yaml = new YamlSource(problems);
  }

  /** Merges a YAML file, whose values replace earlier ones. */
  public Settings file(Path path) {
    tree.overlay(yaml.file(path));
    return this;
  }

  /** Merges the environment's {@code VEDETTE_…} variables, whose values replace earlier ones. */
  public Settings variables(Class<? extends Record> type) {
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(EnvironmentSource.PREFIX)) {
            variable(type, name, value);
          }
        });
    return this;
  }

  /**
   * Merges {@code key=value} texts of {@code --set}, whose values replace earlier ones; keys are
   * dotted paths.
   */
  public Settings assignments(List<String> assignments) {
    return assignments(assignments, "--set", "detect.max-age=2s");
  }

  /**
   * The same for texts from elsewhere.
   *
   * @param origin the place for people, such as the name of an option
   * @param example an expected text, for messages
   */
  public Settings assignments(List<String> assignments, String origin, String example) {
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        problems.add(
            new SettingProblem(
                "", origin + " " + assignment + ": expected key=value, as " + example));
      } else {
        put(assignment.substring(0, equals), assignment.substring(equals + 1), origin);
      }
    }
    return this;
  }

  /** Sets one value, a YAML text, at a dotted path; {@code origin} is its place for people. */
  public Settings put(String key, String value, String origin) {
    tree.put(SettingNames.parts(key), yaml.value(value, key, origin));
    return this;
  }

  /**
   * Merges a JSON object, as {@link #json} writes it, whose values replace earlier ones.
   *
   * @param path the dotted path of the object; empty for the root
   */
  public Settings json(String path, String json, String origin) {
    try {
      SettingNode.Mapping object = Json.read(json, origin);
      if (path.isEmpty()) {
        tree.overlay(object);
      } else {
        tree.put(SettingNames.parts(path), object);
      }
    } catch (IllegalArgumentException e) {
      problems.add(new SettingProblem(path, origin + ": " + e.getMessage()));
    }
    return this;
  }

  /** The groups under a key of the root, by name, each as separate settings. */
  public Map<String, Settings> groups(String key) {
    Map<String, Settings> groups = new LinkedHashMap<>();
    if (tree.entries().get(key) instanceof SettingNode.Mapping group) {
      group
          .entries()
          .forEach(
              (name, node) -> {
                if (node instanceof SettingNode.Mapping mapping) {
                  Settings inner = new Settings(environment);
                  inner.tree.overlay(mapping);
                  groups.put(name, inner);
                }
              });
    }
    return groups;
  }

  /** The text at a key of the root, references unresolved; empty when there is none. */
  public String text(String key) {
    return tree.entries().get(key) instanceof SettingNode.Scalar scalar ? scalar.text() : "";
  }

  /**
   * The text at a key of the root, references resolved as far as they have values here; empty when
   * there is none.
   */
  public String resolved(String key) {
    return tree.entries().get(key) instanceof SettingNode.Scalar scalar
        ? new References(environment, true, problems, allowed, trusted).resolve(scalar, key).text()
        : "";
  }

  /** Removes empty values, at any depth, so that the defaults apply. */
  public Settings withoutEmpty() {
    leaveOutEmpty(tree);
    return this;
  }

  private static void leaveOutEmpty(SettingNode.Mapping mapping) {
    mapping
        .entries()
        .values()
        .removeIf(node -> node instanceof SettingNode.Scalar scalar && scalar.text().isEmpty());
    for (SettingNode node : mapping.entries().values()) {
      if (node instanceof SettingNode.Mapping inner) {
        leaveOutEmpty(inner);
      }
    }
  }

  /**
   * All settings as JSON, references unresolved; {@link #json(String, String, String)} reads it.
   */
  public String json() {
    return Json.write(tree);
  }

  /**
   * Limits references to these variables, and to these files and folders: for settings that come
   * from elsewhere.
   */
  public Settings allowing(List<String> names) {
    allowed = List.copyOf(names);
    return this;
  }

  /** Exempts the setting of a full key from the limits of {@link #allowing}. */
  public Settings trusting(String key) {
    trusted = Set.of(key);
    return this;
  }

  /**
   * Lets references without a value here stay as they are, for another node to resolve; they are
   * accepted as any text.
   */
  public Settings lenient() {
    lenient = true;
    return this;
  }

  /**
   * Binds the settings to a record.
   *
   * @throws InvalidSettings with everything that is wrong, from all sources
   */
  public <R extends Record> R bind(Class<R> type) {
    return checked(binder().record(type, tree, ""));
  }

  /**
   * Binds those settings that a record has; other keys are ignored.
   *
   * @throws InvalidSettings with everything that is wrong with them
   */
  public <R extends Record> R bindPart(Class<R> type) {
    return checked(binder().part(type, tree, ""));
  }

  private Binder binder() {
    return new Binder(new References(environment, lenient, problems, allowed, trusted), problems);
  }

  private <R> R checked(@Nullable R settings) {
    if (settings == null || !problems.isEmpty()) {
      throw new InvalidSettings(problems);
    }
    return settings;
  }

  /** A record with all its defaults; for parts that are used alone. */
  public static <R extends Record> R defaults(Class<R> type) {
    return new Settings(Map.of()).bind(type);
  }

  private void variable(Class<? extends Record> type, String name, String value) {
    EnvironmentSource.path(type, name.substring(EnvironmentSource.PREFIX.length()))
        .ifPresentOrElse(
            path -> tree.put(path, yaml.value(value, String.join(".", path), name)),
            () -> problems.add(new SettingProblem(name, "no setting has this variable's name")));
  }
}
