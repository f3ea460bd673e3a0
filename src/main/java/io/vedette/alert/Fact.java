package io.vedette.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fact about one camera's scene at one time. Immutable.
 *
 * @param place the zone or line; null when it is about neither
 * @param subject the object; null when it is about a zone as a whole
 * @param since the time since when it holds
 */
public record Fact(When when, @Nullable String place, @Nullable Subject subject, Instant since) {
  /** An object, by its track's number. */
  public record Subject(long number, String label) {}

  /** The fact's key, the same as long as it holds. */
  String key() {
    return when.wireName()
        + "/"
        + (place == null ? "" : place)
        + "/"
        + (subject == null ? "" : subject.number());
  }
}
