package io.vedette.rule;

import io.vedette.geometry.RelativePolygon;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks of settings, each with "expected …, found …". Immutable. */
final class RuleLimits {
  private RuleLimits() {}

  static void part(String key, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(key + ": expected 0 to 1, found " + value);
    }
  }

  static void notNegative(String key, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(key + ": expected 0 or more, found " + value);
    }
  }

  static void positive(String key, @Nullable Duration value) {
    if (value != null && (value.isZero() || value.isNegative())) {
      throw new IllegalArgumentException(key + ": expected more than 0, found " + value);
    }
  }

  /** A polygon that has an inside. */
  static RelativePolygon area(String key, String text) {
    RelativePolygon area = parsed(key, () -> RelativePolygon.parse(text));
    if (area.isFlat()) {
      throw new IllegalArgumentException(
          key + ": expected corners that enclose an area, found \"" + text + "\"");
    }
    return area;
  }

  /** What the parser makes of a value; its complaint names the key. */
  static <T> T parsed(String key, Supplier<T> parser) {
    try {
      return parser.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }
}
