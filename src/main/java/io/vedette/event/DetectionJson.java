package io.vedette.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.frame.DetectedObject;
import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.RecordJson;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The JSON of detections, in UTF-8: equal records are equal bytes. Readers ignore fields they do
 * not know. Thread-safe.
 */
public final class DetectionJson {
  private static final int LATENCY_DIGITS = 2;
  private static final int MOST_REGIONS = 16;

  private DetectionJson() {}

  /** A time in the form of records: UTC with six digits of fraction. */
  public static String time(Instant instant) {
    return RecordJson.time(instant);
  }

  public static byte[] write(FrameDetections event) {
    return JsonFields.object(512, json -> writeFields(json, event));
  }

  /**
   * Reads the bytes of {@link #write}, of this or a later version.
   *
   * @throws IllegalArgumentException when it is not a detection event
   */
  public static FrameDetections read(byte[] bytes) {
    CheckedJson root = CheckedJson.parse(bytes, "a detection event");
    return new FrameDetections(
        root.name("camera"),
        JsonFields.readFrame(root.object("frame")),
        JsonFields.readModel(root.object("model")),
        root.name("run", FrameDetections.LIVE),
        readObjects(root),
        root.reals("latency_ms"),
        MotionJson.read(root.maybeObject("motion")),
        root.objects("regions", MOST_REGIONS, JsonFields::readBox));
  }

  private static void writeFields(JsonGenerator json, FrameDetections event) throws IOException {
    json.writeStringField("camera", event.camera());
    JsonFields.writeFrame(json, event.frame());
    JsonFields.writeModel(json, event.model());
    json.writeStringField("run", event.run());
    json.writeArrayFieldStart("objects");
    for (DetectedObject object : event.objects()) {
      writeObject(json, object);
    }
    json.writeEndArray();
    MotionJson.write(json, event.motion());
    if (!event.regions().isEmpty()) {
      MotionJson.writeBoxes(json, "regions", event.regions());
    }
    writeLatency(json, event.latencyMs());
  }

  private static void writeObject(JsonGenerator json, DetectedObject object) throws IOException {
    json.writeStartObject();
    json.writeStringField("label", object.label());
    json.writeNumberField("class", object.classId());
    JsonFields.writeRelative(json, "confidence", object.confidence());
    JsonFields.writeBox(json, object.box());
    json.writeEndObject();
  }

  private static void writeLatency(JsonGenerator json, Map<String, Double> latency)
      throws IOException {
    if (latency.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("latency_ms");
    for (Map.Entry<String, Double> entry : latency.entrySet()) {
      JsonFields.writeRounded(json, entry.getKey(), entry.getValue(), LATENCY_DIGITS);
    }
    json.writeEndObject();
  }

  private static List<DetectedObject> readObjects(CheckedJson root) {
    if (!root.has("objects")) {
      throw new IllegalArgumentException("objects is missing");
    }
    return root.objects("objects", Bounds.OBJECTS, DetectionJson::readObject);
  }

  private static DetectedObject readObject(CheckedJson object) {
    return new DetectedObject(
        object.name("label"),
        (int) object.number("class", Bounds.SMALL_COUNT, 0),
        object.part("confidence"),
        JsonFields.readBox(object.object("box")));
  }
}
