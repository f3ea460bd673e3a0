package io.vedette.config;

import io.vedette.text.SimilarNames;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The binding of a settings tree to records, which collects every problem instead of stopping at
 * the first. Confined to one load.
 */
final class Binder {
  private static final String DEFAULT = "default";

  private final References references;
  private final List<SettingProblem> problems;

  Binder(References references, List<SettingProblem> problems) {
    this.references = references;
    this.problems = problems;
  }

  /**
   * Binds a group to a record; returns null when a problem was noted. Unknown keys are problems.
   */
  <R> @Nullable R record(Class<R> type, SettingNode.Mapping mapping, String path) {
    int before = problems.size();
    refuseUnknown(keys(type), mapping, path);
    @Nullable R made = part(type, mapping, path);
    return problems.size() > before ? null : made;
  }

  /** Binds those keys of a group that a record has; returns null when a problem was noted. */
  <R> @Nullable R part(Class<R> type, SettingNode.Mapping mapping, String path) {
    RecordComponent[] components = type.getRecordComponents();
    int before = problems.size();
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    Set<String> replaced = new HashSet<>();
    for (RecordComponent component : components) {
      int noted = problems.size();
      String key = SettingNames.kebab(component.getName());
      arguments.put(key, component(component, mapping, path));
      boolean isRight = problems.size() == noted;
      if (!isRight && !(arguments.get(key) instanceof Map)) { // of a map, the rest can be checked
        replaced.add(key);
        arguments.put(key, fallback(component));
      }
    }
    boolean hasStandIns = replaced.stream().allMatch(key -> arguments.get(key) != null);
    @Nullable R made = hasStandIns ? construct(type, arguments, replaced, mapping, path) : null;
    return problems.size() > before ? null : made;
  }

  /** A component's default, in place of a wrong value, so that the other values can be checked. */
  private @Nullable Object fallback(RecordComponent component) {
    return new Binder(references, new ArrayList<>())
        .component(component, SettingNode.Mapping.empty(DEFAULT), "");
  }

  /** The keys of a record's group, those of inlined records among them. */
  private static List<String> keys(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(
            component ->
                isInline(component)
                    ? keys(component.getType()).stream()
                    : Stream.of(SettingNames.kebab(component.getName())))
        .toList();
  }

  static boolean isInline(RecordComponent component) {
    return component.isAnnotationPresent(Inline.class);
  }

  private void refuseUnknown(List<String> known, SettingNode.Mapping mapping, String path) {
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                String hint =
                    SimilarNames.nearest(key, known)
                        .map(near -> "did you mean \"" + near + "\"?")
                        .orElse("known here: " + String.join(", ", known));
                String what = key.isEmpty() ? "key without a name" : "unknown key";
                problems.add(
                    new SettingProblem(
                        SettingNames.join(path, key),
                        "%s at %s; %s".formatted(what, value.origin(), hint)));
              }
            });
  }

  private @Nullable Object component(
      RecordComponent component, SettingNode.Mapping mapping, String path) {
    if (isInline(component)) {
      return part(component.getType(), mapping, path);
    }
    String key = SettingNames.kebab(component.getName());
    @Nullable SettingNode given = mapping.entries().get(key);
    if (given == null) {
      given = defaultOf(component);
    }
    if (given == null) {
      problems.add(new SettingProblem(SettingNames.join(path, key), "missing; it has no default"));
      return null;
    }
    int before = problems.size();
    @Nullable Object value =
        convert(component.getGenericType(), given, SettingNames.join(path, key));
    if (value == null && problems.size() == before && !mayBeAbsent(component)) {
      misfit(SettingNames.join(path, key), "expected a value, found nothing", given);
    }
    return value;
  }

  /** Whether a component may be null: its default is empty. */
  private static boolean mayBeAbsent(RecordComponent component) {
    @Nullable Setting setting = component.getAnnotation(Setting.class);
    return setting != null && setting.value().isEmpty();
  }

  private static @Nullable SettingNode defaultOf(RecordComponent component) {
    Class<?> type = component.getType();
    if (type.isRecord() && !Scalars.knows(type)) {
      return SettingNode.Mapping.empty(DEFAULT);
    }
    @Nullable Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      return type == Map.class || type == List.class
          ? new SettingNode.Scalar("", DEFAULT, false)
          : null;
    }
    return new SettingNode.Scalar(setting.value(), DEFAULT, false);
  }

  private @Nullable Object convert(Type type, SettingNode given, String path) {
    SettingNode node =
        given instanceof SettingNode.Scalar scalar ? references.resolve(scalar, path) : given;
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? list(generic.getActualTypeArguments()[0], node, path)
          : map(generic.getActualTypeArguments()[1], node, path);
    }
    Class<?> plain = (Class<?>) type;
    if (Scalars.knows(plain)) {
      return scalar(plain, ungrouped(plain, node, path), path);
    }
    if (node instanceof SettingNode.Mapping mapping) {
      return record(plain, mapping, path);
    }
    if (node instanceof SettingNode.Scalar empty && empty.text().isEmpty()) {
      return record(plain, SettingNode.Mapping.empty(node.origin()), path);
    }
    return misfit(path, "expected settings under this key, found a value", node);
  }

  private @Nullable Object scalar(Class<?> type, SettingNode node, String path) {
    if (!(node instanceof SettingNode.Scalar value)) {
      return misfit(path, "expected one value, found a list or a group", node);
    }
    if (value.text().isEmpty() && !type.isPrimitive()) {
      return null;
    }
    if (type == Secret.class && !value.secret()) {
      return misfit(
          path, "expected a reference as ${file:/run/secrets/x} or ${NAME}, found a value", node);
    }
    try {
      return Scalars.parse(type, value.text());
    } catch (IllegalArgumentException e) {
      return misfit(path, e.getMessage() + ", found " + value.shown(), node);
    }
  }

  /**
   * A group for a type with the mark {@link Keyed}, as the equivalent text: {@code a=1,b=2}; other
   * nodes as they are.
   */
  private SettingNode ungrouped(Class<?> type, SettingNode node, String path) {
    return node instanceof SettingNode.Mapping group && type.isAnnotationPresent(Keyed.class)
        ? new SettingNode.Scalar(joined(group, path), node.origin(), false)
        : node;
  }

  private String joined(SettingNode.Mapping group, String path) {
    return group.entries().entrySet().stream()
        .map(
            entry ->
                entry.getValue() instanceof SettingNode.Scalar scalar
                    ? entry.getKey()
                        + "="
                        + references.resolve(scalar, SettingNames.join(path, entry.getKey())).text()
                    : entry.getKey() + "=")
        .collect(Collectors.joining(","));
  }

  private List<Object> list(Type element, SettingNode node, String path) {
    List<SettingNode> items =
        switch (kind(node)) {
          case SEQUENCE -> ((SettingNode.Sequence) node).items();
          case SCALAR -> split((SettingNode.Scalar) node);
          case MAPPING -> {
            misfit(path, "expected a list, found a group", node);
            yield List.of();
          }
        };
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      @Nullable Object value = convert(element, items.get(i), SettingNames.item(path, i));
      if (value != null) {
        values.add(value);
      }
    }
    return Collections.unmodifiableList(values);
  }

  private static List<SettingNode> split(SettingNode.Scalar list) {
    return Arrays.stream(list.text().split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .map(item -> (SettingNode) new SettingNode.Scalar(item, list.origin(), list.secret()))
        .toList();
  }

  private Map<String, Object> map(Type value, SettingNode node, String path) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (node instanceof SettingNode.Mapping mapping) {
      Map<String, SettingNode> entries =
          value == String.class ? flattened(mapping, "") : mapping.entries();
      entries.forEach(
          (key, entry) -> {
            @Nullable Object converted = convert(value, entry, SettingNames.join(path, key));
            if (converted != null) {
              values.put(key, converted);
            }
          });
    } else if (!(node instanceof SettingNode.Scalar empty && empty.text().isEmpty())) {
      misfit(path, "expected a group of keys, found a value", node);
    }
    return Collections.unmodifiableMap(values);
  }

  /** The values of nested groups by dotted key, like the properties of a Kafka client. */
  private static Map<String, SettingNode> flattened(SettingNode.Mapping mapping, String prefix) {
    Map<String, SettingNode> flat = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, node) -> {
              if (node instanceof SettingNode.Mapping inner) {
                flat.putAll(flattened(inner, SettingNames.join(prefix, key)));
              } else {
                flat.put(SettingNames.join(prefix, key), node);
              }
            });
    return flat;
  }

  /**
   * A value from its arguments. A constructor refuses one argument at a time: each is noted and
   * replaced, and the constructor is called again.
   */
  private <R> @Nullable R construct(
      Class<R> type,
      Map<String, @Nullable Object> arguments,
      Set<String> replaced,
      SettingNode.Mapping mapping,
      String path) {
    while (true) {
      try {
        return constructor(type).newInstance(arguments.values().toArray());
      } catch (InvocationTargetException e) {
        String said = String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage());
        Refusal refusal = Refusal.of(said, arguments.keySet());
        if (replaced.stream().noneMatch(refusal::isAbout)) {
          refused(refusal, mapping, path);
        }
        if (!isReplaced(type, arguments, replaced, refusal.component())) {
          return null;
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("settings record " + type + " cannot be made", e);
      }
    }
  }

  private static <R> Constructor<R> constructor(Class<R> type) throws NoSuchMethodException {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    Constructor<R> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor;
  }

  private boolean isReplaced(
      Class<?> type, Map<String, @Nullable Object> arguments, Set<String> replaced, String key) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (SettingNames.kebab(component.getName()).equals(key) && replaced.add(key)) {
        arguments.put(key, fallback(component));
        return arguments.get(key) != null;
      }
    }
    return false;
  }

  /** Notes a constructor's message, with the place where the refused value was written. */
  private void refused(Refusal refusal, SettingNode.Mapping mapping, String path) {
    @Nullable SettingNode given = mapping.at(refusal.key());
    misfit(
        SettingNames.join(path, refusal.key()),
        refusal.message(),
        given == null ? SettingNode.Mapping.empty(DEFAULT) : given);
  }

  private @Nullable Object misfit(String path, String message, SettingNode node) {
    String where = node.origin().equals(DEFAULT) ? "" : " at " + node.origin();
    problems.add(new SettingProblem(path, message + where));
    return null;
  }

  private enum Kind {
    SCALAR,
    SEQUENCE,
    MAPPING
  }

  private static Kind kind(SettingNode node) {
    if (node instanceof SettingNode.Scalar) {
      return Kind.SCALAR;
    }
    return node instanceof SettingNode.Sequence ? Kind.SEQUENCE : Kind.MAPPING;
  }
}
