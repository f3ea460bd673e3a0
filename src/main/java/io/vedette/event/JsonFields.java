package io.vedette.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.geometry.RelativeBox;
import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Names;
import io.vedette.validation.RecordJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of parts that events share: always the same fields in the same order with the same
 * number of digits, so that equal events are equal bytes. Thread-safe.
 */
public final class JsonFields {
  /** The digits of confidences and coordinates: a hundred-thousandth is finer than any model. */
  private static final int RELATIVE_DIGITS = 5;

  private static final int SECOND_DIGITS = 6;
  private static final double NANOS = 1e9;
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonFields() {}

  /** Writes the fields of one object. */
  public interface Writer {
    void write(JsonGenerator json) throws IOException;
  }

  /** One object as UTF-8. */
  public static byte[] object(int expectedBytes, Writer fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(expectedBytes);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("memory refused a write", e);
    }
    return bytes.toByteArray();
  }

  public static void writeSeconds(JsonGenerator json, String name, Duration duration)
      throws IOException {
    writeRounded(json, name, duration.toNanos() / NANOS, SECOND_DIGITS);
  }

  public static void writeFrame(JsonGenerator json, FrameReference frame) throws IOException {
    json.writeObjectFieldStart("frame");
    json.writeNumberField("session", frame.session());
    json.writeNumberField("sequence", frame.sequence());
    json.writeStringField("captured_at", RecordJson.time(frame.capturedAt()));
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

  public static FrameReference readFrame(CheckedJson frame) {
    return new FrameReference(
        frame.number("session", Bounds.SESSION),
        frame.number("sequence", Bounds.COUNT),
        frame.time("captured_at"),
        frame.maybeName("clock"),
        (int) frame.number("width", Bounds.PIXELS, 0),
        (int) frame.number("height", Bounds.PIXELS, 0),
        readReference(frame.maybeObject("ref")));
  }

  private static @Nullable RecordReference readReference(@Nullable CheckedJson ref) {
    return ref == null
        ? null
        : new RecordReference(
            ref.text("topic", "the name of a topic", Names::isTopic),
            (int) ref.number("partition", Bounds.SMALL_COUNT),
            ref.number("offset", Bounds.COUNT));
  }

  public static void writeModel(JsonGenerator json, ModelReference model) throws IOException {
    json.writeObjectFieldStart("model");
    json.writeStringField("name", model.name());
    json.writeStringField("digest", model.digest());
    json.writeStringField("device", model.device());
    json.writeEndObject();
  }

  static ModelReference readModel(CheckedJson model) {
    return new ModelReference(
        model.name("name"),
        model.text("digest", "hexadecimal digits", Names::isDigest),
        model.maybeName("device"));
  }

  public static void writeBox(JsonGenerator json, RelativeBox box) throws IOException {
    json.writeObjectFieldStart("box");
    writeCorners(json, box);
    json.writeEndObject();
  }

  /** The fields of a box alone. */
  static void writeCorners(JsonGenerator json, RelativeBox box) throws IOException {
    writeRelative(json, "x", box.x());
    writeRelative(json, "y", box.y());
    writeRelative(json, "w", box.w());
    writeRelative(json, "h", box.h());
  }

  public static RelativeBox readBox(CheckedJson box) {
    return new RelativeBox(box.part("x"), box.part("y"), box.part("w"), box.part("h"));
  }

  public static void writeWords(JsonGenerator json, String name, List<String> words)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String word : words) {
      json.writeString(word);
    }
    json.writeEndArray();
  }

  /** The frame of an event, and the model that inferred it. */
  public static EventOrigin readOrigin(CheckedJson event) {
    return new EventOrigin(
        event.name("camera"),
        readFrame(event.object("frame")),
        readModel(event.object("model")),
        event.name("run", FrameDetections.LIVE));
  }

  /** Writes a confidence or a coordinate. */
  public static void writeRelative(JsonGenerator json, String name, double value)
      throws IOException {
    writeRounded(json, name, value, RELATIVE_DIGITS);
  }

  static void writeRounded(JsonGenerator json, String name, double value, int digits)
      throws IOException {
    json.writeFieldName(name);
    json.writeNumber(rounded(value, digits));
  }

  /** A number with a limited count of digits after the point. */
  public static String rounded(double value, int digits) {
    return BigDecimal.valueOf(value)
        .setScale(digits, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }
}
