package io.vedette.track.snapshot;

import io.vedette.event.DetectionJson;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.TrackSummary;
import io.vedette.event.scene.TrackSummary.BestFrame;
import io.vedette.transport.relay.OutputRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The pictures of one object: the frame as it is, and the same with the object's box. Immutable by
 * agreement: nobody writes to the bytes.
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not compared
record Snapshot(SceneEvent event, TrackSummary track, BestFrame best, byte[] clean, byte[] boxed) {
  private static final String TYPE = "io.vedette.snapshot.v1";

  /** The records of both pictures, by {@code <camera>/<number>/clean} and {@code …/boxed}. */
  List<OutputRecord> records(String topic, double quality) {
    return List.of(record(topic, "clean", clean, quality), record(topic, "boxed", boxed, quality));
  }

  private OutputRecord record(String topic, String form, byte[] jpeg, double quality) {
    String key = track.id(event.camera()) + "/" + form;
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce_specversion", "1.0");
    headers.put("ce_id", key + "@" + best.frame().session() + "/" + best.frame().sequence());
    headers.put("ce_source", "/cameras/" + event.camera());
    headers.put("ce_type", TYPE);
    headers.put("ce_time", DetectionJson.time(best.frame().capturedAt()));
    headers.put("ce_sequence", Long.toString(best.frame().sequence()));
    headers.put("content-type", "image/jpeg");
    headers.put("camera", event.camera());
    headers.put("track", track.id(event.camera()));
    headers.put("label", track.label());
    headers.put("session", Long.toString(best.frame().session()));
    headers.put("run", event.origin().run());
    headers.put(
        "box",
        String.format(
            Locale.ROOT,
            "%.5f,%.5f,%.5f,%.5f",
            best.box().x(),
            best.box().y(),
            best.box().w(),
            best.box().h()));
    headers.put("quality", String.format(Locale.ROOT, "%.5f", quality));
    return new OutputRecord(topic, key, headers, jpeg);
  }
}
