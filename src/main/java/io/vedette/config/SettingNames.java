package io.vedette.config;

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

  /** {@code max-age} as it stands in an environment variable: {@code MAX_AGE}. */
  static String environment(String key) {
    return key.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
