package io.vedette.event.clip;

import io.vedette.validation.Names;
import io.vedette.validation.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A span of a camera's time, by which a clip is named. Immutable.
 *
 * @param from capture time of its first picture, in µs since the epoch
 * @param to end of capture times, exclusive
 */
public record ClipSpan(String camera, long from, long to) {
  /** The longest span. */
  public static final Duration LONGEST = Duration.ofHours(24);

  /** The form of {@link #text}. */
  public static final Pattern FORM = Pattern.compile("([0-9]{1,16})-([0-9]{1,16})");

  private static final long SECOND = 1_000_000;

  public ClipSpan {
    if (from < 0 || to <= from || to - from > LONGEST.toSeconds() * SECOND) {
      throw new IllegalArgumentException(
          "clip: expected an end after its beginning, by %d h at most, found %d-%d"
              .formatted(LONGEST.toHours(), from, to));
    }
  }

  /** The span between two times, to the microsecond. */
  public static ClipSpan of(String camera, Instant from, Instant to) {
    return new ClipSpan(camera, micros(from), micros(to));
  }

  /**
   * Reads a text of {@link #text}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static ClipSpan parse(String camera, String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "clip: expected its beginning and its end in µs, as 1795473616000000-1795473626000000");
    }
    return new ClipSpan(camera, Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  /** The span of a {@link #key}; a defect when it is none. */
  public static Reading<ClipSpan> ofKey(@Nullable String key) {
    return Reading.of(
        () -> {
          String given = key == null ? "" : key;
          int slash = given.lastIndexOf('/');
          return parse(
              Names.camera("key", given.substring(0, Math.max(0, slash))),
              given.substring(slash + 1));
        });
  }

  /** The text {@code <from>-<to>}, unique among the clips of its camera. */
  public String text() {
    return from + "-" + to;
  }

  /** The key {@code <camera>/<from>-<to>}, unique among all clips. */
  public String key() {
    return camera + "/" + text();
  }

  /** Whether a picture of a camera is in it. */
  public boolean holds(String other, long at) {
    return at >= from && at < to && camera.equals(other);
  }

  public Instant begin() {
    return instant(from);
  }

  public Instant end() {
    return instant(to);
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
