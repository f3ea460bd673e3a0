package io.vedette.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The spelling of keys. */
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

  /** The full key of a setting in a group, of which both may be empty: that of the root is. */
  static String join(String group, String key) {
    return group.isEmpty() || key.isEmpty() ? group + key : group + "." + key;
  }

  /** The keys that a full key is made of, from the root; none is left out, however odd. */
  static List<String> parts(String key) {
    return List.of(key.split("\\.", -1));
  }

  /** The full key of a value in a list, counted from 0. */
  static String item(String list, int index) {
    return "%s[%d]".formatted(list, index);
  }

  /** {@code max-age} as it stands in an environment variable: {@code MAX_AGE}. */
  static String environment(String key) {
    return key.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
