package io.vedette.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The spelling of keys in records, files and environment variables. */
final class SettingNames {
  private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

  private SettingNames() {}

  /**
   * {@code maxAge} and {@code MAX_AGE} as {@code max-age}; {@code for_} as {@code for}, which is a
   * word of Java's.
   */
  static String kebab(String name) {
    String word = name.endsWith("_") ? name.substring(0, name.length() - 1) : name;
    return HUMP.matcher(word).replaceAll("$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
  }

  /** The full key of a setting in a group; either may be empty, as the root's is. */
  static String join(String group, String key) {
    return group.isEmpty() || key.isEmpty() ? group + key : group + "." + key;
  }

  /** The parts of a full key, from the root on, empty ones included. */
  static List<String> parts(String key) {
    return List.of(key.split("\\.", -1));
  }

  /** The full key of a value in a list, counted from 0. */
  static String item(String list, int index) {
    return "%s[%d]".formatted(list, index);
  }

  /** A key as in the name of an environment variable: {@code MAX_AGE} for {@code max-age}. */
  static String environment(String key) {
    return key.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
