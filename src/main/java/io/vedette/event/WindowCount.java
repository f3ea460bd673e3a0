package io.vedette.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The number of occurrences within a window of capture time, so far. Immutable.
 *
 * @param window the window
 * @param subject the subject of the count
 * @param first tracks started, zone entered, or line crossed to the left
 * @param second tracks ended, zone left, or line crossed to the right
 * @param dwell the total time for which those that ended or left had been there
 */
public record WindowCount(Window window, Subject subject, long first, long second, Duration dwell) {
  /** The lengths of windows; all begin at whole multiples of themselves in UTC. */
  public enum Length {
    MINUTE("1m", Duration.ofMinutes(1)),
    HOUR("1h", Duration.ofHours(1));

    private final String word;
    private final Duration duration;

    Length(String word, Duration duration) {
      this.word = word;
      this.duration = duration;
    }

    /** The word used in records, as {@code 1m}. */
    public String wireName() {
      return word;
    }

    private static Length parse(String word) {
      for (Length length : values()) {
        if (length.word.equals(word)) {
          return length;
        }
      }
      throw new IllegalArgumentException("window: expected 1m or 1h, found \"" + word + "\"");
    }

    /** The window of this length that a time is in. */
    public Window at(Instant time) {
      long seconds = duration.toSeconds();
      return new Window(
          this, Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds));
    }
  }

  /** A window of capture time. */
  public record Window(Length length, Instant start) {}

  /** The kinds of subjects. */
  public enum Kind {
    TRACKS,
    ZONE,
    LINE;

    /** The word used in keys, as {@code zone}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The subject of a count.
   *
   * @param name the zone's or line's; null for tracks
   */
  public record Subject(String camera, Kind kind, @Nullable String name, String label) {}

  /** The count of a subject that has not occurred yet. */
  public static WindowCount none(Window window, Subject subject) {
    return new WindowCount(window, subject, 0, 0, Duration.ZERO);
  }

  /** The count with more occurrences. */
  public WindowCount plus(long more, long moreOfTheOther, Duration stay) {
    return new WindowCount(
        window, subject, first + more, second + moreOfTheOther, dwell.plus(stay));
  }

  /**
   * The count's key, as {@code gate/1m/2026-11-23T22:40:00Z/zone/yard/person}, by which later
   * counts replace earlier ones.
   */
  public String key() {
    String name = subject.name() == null ? "" : subject.name() + "/";
    return "%s/%s/%s/%s/%s%s"
        .formatted(
            subject.camera(),
            window.length().wireName(),
            window.start(),
            subject.kind().wireName(),
            name,
            subject.label());
  }

  /** The count's JSON, UTF-8: equal counts are equal bytes. */
  public byte[] json() {
    return JsonFields.object(256, this::write);
  }

  /**
   * Reads the bytes of {@link #json}, of this or a later version.
   *
   * @throws IllegalArgumentException when it is not a count
   */
  public static WindowCount read(byte[] bytes) {
    CheckedJson root = CheckedJson.parse(bytes, "a count");
    Window window = Length.parse(root.name("window")).at(root.time("start"));
    if (root.has("line")) {
      return read(root, window, Kind.LINE, List.of("to_left", "to_right"));
    }
    return root.has("zone")
        ? read(root, window, Kind.ZONE, List.of("entered", "left"))
        : read(root, window, Kind.TRACKS, List.of("started", "ended"));
  }

  private static WindowCount read(
      CheckedJson root, Window window, Kind kind, List<String> numbers) {
    String name = kind == Kind.TRACKS ? null : root.name(kind.wireName());
    Duration dwell = root.maybeSeconds("dwell_s");
    return new WindowCount(
        window,
        new Subject(root.name("camera"), kind, name, root.name("label")),
        root.number(numbers.get(0), Bounds.COUNT),
        root.number(numbers.get(1), Bounds.COUNT),
        dwell == null ? Duration.ZERO : dwell);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStringField("camera", subject.camera());
    json.writeStringField("window", window.length().wireName());
    json.writeStringField("start", window.start().toString());
    json.writeStringField("end", window.start().plus(window.length().duration).toString());
    if (subject.name() != null) {
      json.writeStringField(subject.kind().wireName(), subject.name());
    }
    json.writeStringField("label", subject.label());
    switch (subject.kind()) {
      case TRACKS -> write(json, "started", "ended");
      case ZONE -> write(json, "entered", "left");
      case LINE -> write(json, "to_left", "to_right");
    }
    if (subject.kind() != Kind.LINE) {
      JsonFields.writeSeconds(json, "dwell_s", dwell);
    }
  }

  private void write(JsonGenerator json, String nameOfFirst, String nameOfSecond)
      throws IOException {
    json.writeNumberField(nameOfFirst, first);
    json.writeNumberField(nameOfSecond, second);
  }
}
