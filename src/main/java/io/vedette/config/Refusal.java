package io.vedette.config;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The message by which a settings record's constructor refuses a value, divided into the key of
 * that value and what is wrong with it. Immutable.
 *
 * @param key within the record's group, as {@code iou} or {@code rules.night.sinks}; empty where
 *     the message is about the group as a whole
 */
record Refusal(String key, String message) {
  private static final String INNER = "(?:\\.(?:(?!: ).)+)?"; // keys of its own group, by name

  /**
   * Divides a message.
   *
   * @param components the keys of the record
   */
  static Refusal of(String said, Collection<String> components) {
    for (String component : components) {
      Matcher matcher =
          Pattern.compile("(" + Pattern.quote(component) + INNER + "): (.*)", Pattern.DOTALL)
              .matcher(said);
      if (matcher.matches()) {
        return new Refusal(matcher.group(1), matcher.group(2));
      }
    }
    return new Refusal("", said);
  }

  /** The key of the record's component that the value belongs to; empty for none. */
  String component() {
    int dot = key.indexOf('.');
    return dot < 0 ? key : key.substring(0, dot);
  }

  /** Whether it names a component: its value is wrong, or does not fit that of another. */
  boolean isAbout(String component) {
    return component().equals(component)
        || Pattern.compile("(?<![\\w-])" + Pattern.quote(component) + "(?![\\w-])")
            .matcher(message)
            .find();
  }
}
