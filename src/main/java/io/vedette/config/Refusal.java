package io.vedette.config;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A settings record's refusal of a value: its constructor's message, divided into key and reason.
 * Immutable.
 *
 * @param key the value's key within the record's group, as {@code iou} or {@code
 *     rules.night.sinks}; empty for the group as a whole
 * @param message the reason
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

  /** The key of the record's component that holds the value; empty for none. */
  String component() {
    int dot = key.indexOf('.');
    return dot < 0 ? key : key.substring(0, dot);
  }

  /** Whether the refusal names a component, as the wrong one or in the reason. */
  boolean isAbout(String component) {
    return component().equals(component)
        || Pattern.compile("(?<![\\w-])" + Pattern.quote(component) + "(?![\\w-])")
            .matcher(message)
            .find();
  }
}
