package io.vedette.app;

import io.vedette.event.DetectionEvent;
import java.util.regex.Pattern;

/** Names of shadows and replays, which become part of topics' names. */
final class RunName {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,59}");

  private RunName() {}

  /**
   * The name, checked.
   *
   * @throws IllegalArgumentException with "expected …, found …"
   */
  static String checked(String name) {
    if (!FORM.matcher(name).matches() || name.equals(DetectionEvent.LIVE)) {
      throw new IllegalArgumentException(
          "expected a name of letters, digits, - and _ other than live, found \"" + name + "\"");
    }
    return name;
  }
}
