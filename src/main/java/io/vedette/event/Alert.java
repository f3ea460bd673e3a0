package io.vedette.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.RecordJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A message for people that an alert rule raised, published once. Immutable.
 *
 * @param same the key of alerts that suppress each other, as {@code <rule>/<place>}
 * @param origin the frame at which it was raised
 * @param subjects the objects it is about; none when it is about a zone as a whole
 * @param suppressed the number of alerts of the same kind that were suppressed since the one before
 * @param sinks the sinks that it is sent to; all when empty
 */
public record Alert(
    String same,
    Cause cause,
    EventOrigin origin,
    List<Subject> subjects,
    long suppressed,
    List<String> sinks) {
  /** CloudEvents' type. */
  public static final String TYPE = "io.vedette.alert.v1";

  private static final double NANOS = 1e9;

  public Alert {
    subjects = List.copyOf(subjects);
    sinks = List.copyOf(sinks);
  }

  /**
   * The cause of the alert.
   *
   * @param when the condition, as {@code in-zone}
   * @param place the zone or line, if any
   * @param since the time since when it holds
   */
  public record Cause(String rule, String when, @Nullable String place, Instant since) {}

  /** An object of the alert, by its track's number. */
  public record Subject(long number, String label, Instant since) {
    /** The track's id, unique among the tracks of all cameras; its snapshots are kept by it. */
    public String track(String camera) {
      return camera + "/" + number;
    }
  }

  /** The alert's id, the same for the same alert from the same detections. */
  public String id() {
    return origin.detectionId() + "/alert/" + same;
  }

  public String camera() {
    return origin.camera();
  }

  /** The alert in words, as {@code gate: person #12 in yard for 5.2 s}. */
  public String words() {
    String who =
        subjects.stream()
            .map(subject -> subject.label() + " #" + subject.number())
            .collect(Collectors.joining(", "));
    String place = cause.place() == null ? "" : cause.place();
    String what =
        switch (cause.when()) {
          case "in-zone" -> who + " in " + place + lasting();
          case "crossed" -> who + " crossed " + place;
          case "seen" -> who + " seen" + lasting();
          case "stopped" -> who + " stands still" + lasting();
          case "crowded" -> place + " is crowded" + lasting();
          case "empty" -> place + " is empty" + lasting();
          default -> cause.when() + " " + place + " " + who;
        };
    return camera() + ": " + what + (suppressed == 0 ? "" : " (and " + suppressed + " before)");
  }

  private String lasting() {
    Duration lasted = Duration.between(cause.since(), origin.frame().capturedAt());
    return String.format(Locale.ROOT, " for %.1f s", lasted.toNanos() / NANOS);
  }

  /** The alert's JSON, UTF-8: equal alerts are equal bytes. */
  public byte[] json() {
    return JsonFields.object(512, this::write);
  }

  /**
   * Reads the bytes of {@link #json}, of this or a later version.
   *
   * @throws IllegalArgumentException when it is not an alert
   */
  public static Alert read(byte[] bytes) {
    CheckedJson root = CheckedJson.parse(bytes, "an alert");
    String place = root.maybeName("place");
    return new Alert(
        root.joined("same"),
        new Cause(
            root.name("rule"),
            root.name("when"),
            place.isEmpty() ? null : place,
            root.time("since")),
        JsonFields.readOrigin(root),
        root.objects("objects", Bounds.OBJECTS, Alert::readSubject),
        root.number("suppressed", Bounds.COUNT, 0),
        root.names("sinks"));
  }

  private static Subject readSubject(CheckedJson object) {
    return new Subject(
        object.number("number", Bounds.COUNT), object.name("label"), object.time("since"));
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStringField("id", id());
    json.writeStringField("type", "alert");
    json.writeStringField("rule", cause.rule());
    json.writeStringField("camera", camera());
    json.writeStringField("message", words());
    json.writeStringField("when", cause.when());
    if (cause.place() != null) {
      json.writeStringField("place", cause.place());
    }
    json.writeStringField("since", RecordJson.time(cause.since()));
    json.writeArrayFieldStart("objects");
    for (Subject subject : subjects) {
      json.writeStartObject();
      json.writeStringField("track", subject.track(camera()));
      json.writeNumberField("number", subject.number());
      json.writeStringField("label", subject.label());
      json.writeStringField("since", RecordJson.time(subject.since()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("suppressed", suppressed);
    json.writeStringField("same", same);
    JsonFields.writeFrame(json, origin.frame());
    JsonFields.writeModel(json, origin.model());
    json.writeStringField("run", origin.run());
    JsonFields.writeWords(json, "sinks", sinks);
  }
}
