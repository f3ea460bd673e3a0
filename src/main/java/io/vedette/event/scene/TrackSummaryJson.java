package io.vedette.event.scene;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.event.JsonFields;
import io.vedette.event.scene.TrackSummary.BestFrame;
import io.vedette.event.scene.TrackSummary.PathPoint;
import io.vedette.event.scene.TrackSummary.View;
import io.vedette.geometry.RelativePoint;
import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.RecordJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of a scene event's track. Thread-safe. */
final class TrackSummaryJson {
  private static final int PATH_DIGITS = 4;
  private static final int PATH_SECOND_DIGITS = 3;
  private static final double NANOS = 1e9;

  private TrackSummaryJson() {}

  static void write(JsonGenerator json, String camera, TrackSummary track) throws IOException {
    json.writeObjectFieldStart("track");
    json.writeStringField("id", track.id(camera));
    json.writeNumberField("number", track.number());
    json.writeStringField("label", track.label());
    json.writeStringField("started_at", RecordJson.time(track.startedAt()));
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

  /** The track of an event; null when it is about none. */
  static @Nullable TrackSummary read(CheckedJson event) {
    CheckedJson track = event.maybeObject("track");
    if (track == null) {
      return null;
    }
    Instant startedAt = track.time("started_at");
    CheckedJson before = event.maybeObject("before");
    CheckedJson best = event.maybeObject("best");
    return new TrackSummary(
        track.number("number", Bounds.COUNT),
        track.name("label"),
        startedAt,
        track.part("top_confidence", 0),
        track.names("entered_zones"),
        before == null ? null : readView(before),
        readView(event.object("after")),
        readPath(track, startedAt),
        best == null ? null : readBest(best));
  }

  /** Writes each point of a path as seconds since the start, x and y. */
  private static void writePath(JsonGenerator json, TrackSummary track) throws IOException {
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

  private static List<PathPoint> readPath(CheckedJson track, Instant startedAt) {
    List<PathPoint> points = new ArrayList<>();
    for (double[] point : track.tuples("path", 3)) {
      Instant at = startedAt.plus(CheckedJson.seconds(point[0]));
      points.add(
          new PathPoint(
              Bounds.time("track.path", at), new RelativePoint(part(point[1]), part(point[2]))));
    }
    return points;
  }

  private static double part(double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("track.path: expected places from 0 to 1, found " + value);
    }
    return value;
  }

  private static void writeView(JsonGenerator json, String name, View view) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("seen_at", RecordJson.time(view.seenAt()));
    JsonFields.writeBox(json, view.box());
    JsonFields.writeRelative(json, "confidence", view.confidence());
    json.writeBooleanField("stationary", view.isStationary());
    JsonFields.writeWords(json, "zones", view.zones());
    json.writeEndObject();
  }

  private static View readView(CheckedJson view) {
    return new View(
        view.time("seen_at"),
        JsonFields.readBox(view.object("box")),
        view.part("confidence", 0),
        view.flag("stationary"),
        view.names("zones"));
  }

  private static void writeBest(JsonGenerator json, BestFrame best) throws IOException {
    json.writeObjectFieldStart("best");
    JsonFields.writeFrame(json, best.frame());
    JsonFields.writeBox(json, best.box());
    JsonFields.writeRelative(json, "confidence", best.confidence());
    JsonFields.writeRelative(json, "score", best.score());
    json.writeEndObject();
  }

  private static BestFrame readBest(CheckedJson best) {
    return new BestFrame(
        JsonFields.readFrame(best.object("frame")),
        JsonFields.readBox(best.object("box")),
        best.part("confidence", 0),
        best.part("score", 0));
  }
}
