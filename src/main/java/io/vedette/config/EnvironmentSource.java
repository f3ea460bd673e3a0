package io.vedette.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The mapping of environment variables to settings: {@code VEDETTE_DETECT_MAX_AGE} is {@code
 * detect.max-age}, {@code VEDETTE_CAMERAS_GATE_URL} is {@code cameras.gate.url}, {@code
 * VEDETTE_KAFKA_SECURITY_PROTOCOL} is {@code kafka.security.protocol}.
 */
final class EnvironmentSource {
  static final String PREFIX = "VEDETTE_";

  private EnvironmentSource() {}

  /**
   * The path of the setting for a variable's name without the prefix; empty when a record has none.
   */
  static Optional<List<String>> path(Class<?> record, String name) {
    for (RecordComponent component : record.getRecordComponents()) {
      if (Binder.isInline(component)) {
        Optional<List<String>> inlined = path(component.getType(), name);
        if (inlined.isPresent()) {
          return inlined;
        }
        continue;
      }
      String key = SettingNames.kebab(component.getName());
      String prefix = SettingNames.environment(key);
      Optional<List<String>> found = Optional.empty();
      if (name.equals(prefix)) {
        found = Optional.of(List.of());
      } else if (name.startsWith(prefix + "_")) {
        found = below(component.getGenericType(), name.substring(prefix.length() + 1));
      }
      if (found.isPresent()) {
        return found.map(rest -> prepend(key, rest));
      }
    }
    return Optional.empty();
  }

  private static Optional<List<String>> below(Type type, String name) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
      Type value = generic.getActualTypeArguments()[1];
      return value instanceof Class<?> entry && entry.isRecord()
          ? inEntry(entry, name)
          : Optional.of(List.of(name.toLowerCase(Locale.ROOT).split("_")));
    }
    return type instanceof Class<?> plain && plain.isRecord()
        ? path(plain, name)
        : Optional.empty();
  }

  /**
   * The path within a map: the name is split into an entry's id and the first rest that is a key of
   * the entry.
   */
  private static Optional<List<String>> inEntry(Class<?> entry, String name) {
    for (int at = name.indexOf('_'); at > 0; at = name.indexOf('_', at + 1)) {
      Optional<List<String>> rest = path(entry, name.substring(at + 1));
      if (rest.isPresent()) {
        String id = SettingNames.kebab(name.substring(0, at));
        return rest.map(keys -> prepend(id, keys));
      }
    }
    return Optional.empty();
  }

  private static List<String> prepend(String head, List<String> tail) {
    List<String> path = new ArrayList<>();
    path.add(head);
    path.addAll(tail);
    return path;
  }
}
