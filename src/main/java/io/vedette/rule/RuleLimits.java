package io.vedette.rule;

import io.vedette.config.Limits;
import io.vedette.geometry.RelativePolygon;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks of settings, each with "expected …, found …". Immutable. */
final class RuleLimits {
  private RuleLimits() {}

  static void part(String key, double value) {
    Limits.require(value >= 0 && value <= 1, key, "0 to 1", value);
  }

  static void notNegative(String key, Duration value) {
    Limits.require(!value.isNegative(), key, "0 or more", value);
  }

  static void positive(String key, @Nullable Duration value) {
    if (value != null) {
      Limits.require(value.compareTo(Duration.ZERO) > 0, key, "more than 0", value);
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

  /** The result of a parser, whose complaint is prefixed with the key. */
  static <T> T parsed(String key, Supplier<T> parser) {
    try {
      return parser.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }
}
