package io.vedette.transport.group;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A note at the end of a committed offset's metadata: the worker drops frames, so it is further
 * behind than its offset says. Immutable.
 */
public final class LateNote {
  private static final Pattern FORM = Pattern.compile(".* late=(\\d{1,9})");

  private LateNote() {}

  /**
   * The notes with the lateness added.
   *
   * @param late the time by which the worker is late; nothing is added when it is zero
   */
  public static <P> Map<P, String> added(Map<P, String> notes, Duration late) {
    if (late.isZero()) {
      return notes;
    }
    Map<P, String> added = new LinkedHashMap<>();
    notes.forEach((partition, note) -> added.put(partition, note + " late=" + late.toMillis()));
    return added;
  }

  /** The time by which a worker is late by its own note; zero without one. */
  static Duration of(String note) {
    Matcher matcher = FORM.matcher(note);
    return matcher.matches() ? Duration.ofMillis(Long.parseLong(matcher.group(1))) : Duration.ZERO;
  }
}
