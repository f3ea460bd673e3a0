package io.vedette.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.frame.DetectedObject;
import io.vedette.frame.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON messages for viewers, besides pictures. Thread-safe. */
final class LiveJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final double TEN_THOUSANDTHS = 10_000;

  private LiveJson() {}

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /** The head of a picture. */
  static byte[] head(LivePicture picture, long sequence, int halvings) {
    Frame frame = picture.frame();
    return bytes(
        json -> {
          json.writeNumberField("seq", sequence);
          json.writeStringField("camera", picture.camera());
          json.writeStringField("frame", frame.id().toString());
          json.writeNumberField("at", picture.atMicros());
          json.writeNumberField("w", frame.size().width());
          json.writeNumberField("h", frame.size().height());
          json.writeNumberField("halvings", halvings);
          writeBoxes(json, picture.boxes());
        });
  }

  /** The states of cameras, and the server's time. */
  static String states(List<CameraLook> looks, Instant now) {
    return text(
        json -> {
          json.writeStringField("type", "states");
          json.writeNumberField("now", LivePicture.micros(now));
          json.writeArrayFieldStart("cameras");
          for (CameraLook look : looks) {
            writeLook(json, look);
          }
          json.writeEndArray();
        });
  }

  /** The server's time, and the time that is shown; null for now. */
  static String time(Instant now, @Nullable Instant shown) {
    return text(
        json -> {
          json.writeStringField("type", "time");
          json.writeNumberField("now", LivePicture.micros(now));
          if (shown == null) {
            json.writeNullField("at");
          } else {
            json.writeNumberField("at", LivePicture.micros(shown));
          }
        });
  }

  /** The reason why a request is not served. */
  static String problem(String reason, String message, @Nullable String camera) {
    return text(
        json -> {
          json.writeStringField("type", "problem");
          json.writeStringField("reason", reason);
          json.writeStringField("message", message);
          if (camera != null) {
            json.writeStringField("camera", camera);
          }
        });
  }

  private static void writeLook(JsonGenerator json, CameraLook look) throws IOException {
    json.writeStartObject();
    json.writeStringField("camera", look.camera());
    json.writeStringField("state", look.state().wireName());
    json.writeStringField("reason", look.reason());
    json.writeStringField("message", look.message());
    json.writeStringField("node", look.node());
    if (look.since() != null) {
      json.writeNumberField("since", LivePicture.micros(look.since()));
    }
    json.writeEndObject();
  }

  private static void writeBoxes(JsonGenerator json, @Nullable List<DetectedObject> boxes)
      throws IOException {
    if (boxes == null) {
      json.writeNullField("boxes");
      return;
    }
    json.writeArrayFieldStart("boxes");
    for (DetectedObject box : boxes) {
      json.writeStartObject();
      json.writeStringField("label", box.label());
      write(json, "confidence", box.confidence());
      write(json, "x", box.box().x());
      write(json, "y", box.box().y());
      write(json, "w", box.box().w());
      write(json, "h", box.box().h());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, String name, double value) throws IOException {
    json.writeNumberField(name, Math.round(value * TEN_THOUSANDTHS) / TEN_THOUSANDTHS);
  }

  private static String text(Fields fields) {
    return new String(bytes(fields), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Fields fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
