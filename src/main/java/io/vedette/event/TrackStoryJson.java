package io.vedette.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.event.TrackStory.BestFrame;
import io.vedette.event.TrackStory.PathPoint;
import io.vedette.event.TrackStory.View;
import io.vedette.geometry.RelativePoint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a scene event that is about its track. Thread-safe. */
final class TrackStoryJson {
  private static final int PATH_DIGITS = 4;
  private static final int PATH_SECOND_DIGITS = 3;
  private static final double NANOS = 1e9;

  private TrackStoryJson() {}

  static void write(JsonGenerator json, String camera, TrackStory track) throws IOException {
    json.writeObjectFieldStart("track");
    json.writeStringField("id", track.id(camera));
    json.writeNumberField("number", track.number());
    json.writeStringField("label", track.label());
    json.writeStringField("started_at", JsonFields.time(track.startedAt()));
    JsonFields.writeSeconds(json, "duration_s", track.duration());
    JsonFields.writeRelative(json, "top_confidence", track.topConfidence());
    JsonFields.writeWords(json, "entered_zones", track.enteredZones());
    if (!track.path().isEmpty()) {
      writePath(json, track);
    }
    json.writeEndObject();
    if (track.before() != null) {
      writeView(json, "before", track.before());
    }
    writeView(json, "after", track.after());
    if (track.best() != null) {
      writeBest(json, track.best());
    }
  }

  /** The track of an event, or null when it is about none. */
  static @Nullable TrackStory read(JsonNode event) {
    JsonNode track = event.path("track");
    if (!track.isObject()) {
      return null;
    }
    Instant startedAt = JsonFields.readTime(track.required("started_at"));
    @Nullable View before = event.has("before") ? readView(event.path("before")) : null;
    return new TrackStory(
        track.required("number").asLong(),
        track.required("label").asText(),
        startedAt,
        track.path("top_confidence").asDouble(),
        JsonFields.readWords(track.path("entered_zones")),
        before,
        readView(event.required("after")),
        readPath(track.path("path"), startedAt),
        event.has("best") ? readBest(event.path("best")) : null);
  }

  /** Each point as seconds since the start, x and y. */
  private static void writePath(JsonGenerator json, TrackStory track) throws IOException {
    json.writeArrayFieldStart("path");
    for (PathPoint point : track.path()) {
      double seconds = Duration.between(track.startedAt(), point.at()).toNanos() / NANOS;
      json.writeStartArray();
      json.writeNumber(JsonFields.rounded(seconds, PATH_SECOND_DIGITS));
      json.writeNumber(JsonFields.rounded(point.place().x(), PATH_DIGITS));
      json.writeNumber(JsonFields.rounded(point.place().y(), PATH_DIGITS));
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static List<PathPoint> readPath(JsonNode path, Instant startedAt) {
    List<PathPoint> points = new ArrayList<>();
    path.forEach(
        point ->
            points.add(
                new PathPoint(
                    startedAt.plus(JsonFields.readSeconds(point.path(0))),
                    new RelativePoint(point.path(1).asDouble(), point.path(2).asDouble()))));
    return points;
  }

  private static void writeView(JsonGenerator json, String name, View view) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("seen_at", JsonFields.time(view.seenAt()));
    JsonFields.writeBox(json, view.box());
    JsonFields.writeRelative(json, "confidence", view.confidence());
    json.writeBooleanField("stationary", view.isStationary());
    JsonFields.writeWords(json, "zones", view.zones());
    json.writeEndObject();
  }

  private static View readView(JsonNode view) {
    return new View(
        JsonFields.readTime(view.required("seen_at")),
        JsonFields.readBox(view.required("box")),
        view.path("confidence").asDouble(),
        view.path("stationary").asBoolean(),
        JsonFields.readWords(view.path("zones")));
  }

  private static void writeBest(JsonGenerator json, BestFrame best) throws IOException {
    json.writeObjectFieldStart("best");
    JsonFields.writeFrame(json, best.frame());
    JsonFields.writeBox(json, best.box());
    JsonFields.writeRelative(json, "confidence", best.confidence());
    JsonFields.writeRelative(json, "score", best.score());
    json.writeEndObject();
  }

  private static BestFrame readBest(JsonNode best) {
    return new BestFrame(
        JsonFields.readFrame(best.required("frame")),
        JsonFields.readBox(best.required("box")),
        best.path("confidence").asDouble(),
        best.path("score").asDouble());
  }
}
