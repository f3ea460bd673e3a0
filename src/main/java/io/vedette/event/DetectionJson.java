package io.vedette.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.event.DetectionEvent.DetectedObject;
import io.vedette.event.DetectionEvent.FrameReference;
import io.vedette.event.DetectionEvent.ModelReference;
import io.vedette.event.DetectionEvent.RecordReference;
import io.vedette.geometry.RelativeBox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Detection events as JSON, UTF-8: always the same fields in the same order with the same number of
 * digits, so that equal events are equal bytes. Readers ignore fields they do not know.
 * Thread-safe.
 */
public final class DetectionJson {
  /** Confidence and box coordinates: a ten-thousandth is finer than any model. */
  private static final int RELATIVE_DIGITS = 5;

  private static final int LATENCY_DIGITS = 2;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonFactory FACTORY = new JsonFactory();

  private DetectionJson() {}

  /** A time as records show it: UTC with six digits of fraction. */
  public static String time(Instant instant) {
    return MICROS.format(instant);
  }

  public static byte[] write(DetectionEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("camera", event.camera());
      writeFrame(json, event.frame());
      writeModel(json, event.model());
      json.writeStringField("run", event.run());
      json.writeArrayFieldStart("objects");
      for (DetectedObject object : event.objects()) {
        writeObject(json, object);
      }
      json.writeEndArray();
      writeLatency(json, event.latencyMs());
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("memory refused a write", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #write} wrote, of this or a later version.
   *
   * @throws IllegalArgumentException when it is not a detection event
   */
  public static DetectionEvent read(byte[] bytes) {
    try {
      JsonNode root = MAPPER.readTree(bytes);
      List<DetectedObject> objects = new ArrayList<>();
      root.required("objects").forEach(object -> objects.add(readObject(object)));
      Map<String, Double> latency = new LinkedHashMap<>();
      root.path("latency_ms")
          .properties()
          .forEach(entry -> latency.put(entry.getKey(), entry.getValue().asDouble()));
      return new DetectionEvent(
          root.required("camera").asText(),
          readFrame(root.required("frame")),
          readModel(root.required("model")),
          root.path("run").asText(DetectionEvent.LIVE),
          objects,
          latency);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a detection event: " + e.getMessage(), e);
    }
  }

  private static void writeFrame(JsonGenerator json, FrameReference frame) throws IOException {
    json.writeObjectFieldStart("frame");
    json.writeNumberField("session", frame.session());
    json.writeNumberField("sequence", frame.sequence());
    json.writeStringField("captured_at", time(frame.capturedAt()));
    json.writeStringField("clock", frame.clock());
    json.writeNumberField("width", frame.width());
    json.writeNumberField("height", frame.height());
    RecordReference ref = frame.ref();
    if (ref != null) {
      json.writeObjectFieldStart("ref");
      json.writeStringField("topic", ref.topic());
      json.writeNumberField("partition", ref.partition());
      json.writeNumberField("offset", ref.offset());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void writeModel(JsonGenerator json, ModelReference model) throws IOException {
    json.writeObjectFieldStart("model");
    json.writeStringField("name", model.name());
    json.writeStringField("digest", model.digest());
    json.writeStringField("device", model.device());
    json.writeEndObject();
  }

  private static void writeObject(JsonGenerator json, DetectedObject object) throws IOException {
    json.writeStartObject();
    json.writeStringField("label", object.label());
    json.writeNumberField("class", object.classId());
    writeRounded(json, "confidence", object.confidence(), RELATIVE_DIGITS);
    json.writeObjectFieldStart("box");
    writeRounded(json, "x", object.box().x(), RELATIVE_DIGITS);
    writeRounded(json, "y", object.box().y(), RELATIVE_DIGITS);
    writeRounded(json, "w", object.box().w(), RELATIVE_DIGITS);
    writeRounded(json, "h", object.box().h(), RELATIVE_DIGITS);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeLatency(JsonGenerator json, Map<String, Double> latency)
      throws IOException {
    if (latency.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("latency_ms");
    for (Map.Entry<String, Double> entry : latency.entrySet()) {
      writeRounded(json, entry.getKey(), entry.getValue(), LATENCY_DIGITS);
    }
    json.writeEndObject();
  }

  private static void writeRounded(JsonGenerator json, String name, double value, int digits)
      throws IOException {
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN).stripTrailingZeros();
    json.writeFieldName(name);
    json.writeNumber(rounded.toPlainString());
  }

  private static FrameReference readFrame(JsonNode frame) {
    return new FrameReference(
        frame.required("session").asLong(),
        frame.required("sequence").asLong(),
        Instant.parse(frame.required("captured_at").asText()),
        frame.path("clock").asText(),
        frame.path("width").asInt(),
        frame.path("height").asInt(),
        readReference(frame.path("ref")));
  }

  private static @Nullable RecordReference readReference(JsonNode ref) {
    return ref.isObject()
        ? new RecordReference(
            ref.path("topic").asText(), ref.path("partition").asInt(), ref.path("offset").asLong())
        : null;
  }

  private static ModelReference readModel(JsonNode model) {
    return new ModelReference(
        model.required("name").asText(),
        model.required("digest").asText(),
        model.path("device").asText());
  }

  private static DetectedObject readObject(JsonNode object) {
    JsonNode box = object.required("box");
    return new DetectedObject(
        object.required("label").asText(),
        object.path("class").asInt(),
        object.required("confidence").asDouble(),
        new RelativeBox(
            box.required("x").asDouble(),
            box.required("y").asDouble(),
            box.required("w").asDouble(),
            box.required("h").asDouble()));
  }
}
