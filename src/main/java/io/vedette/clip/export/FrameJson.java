package io.vedette.clip.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.clip.pack.PackedFrame;
import io.vedette.frame.DetectedObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The JSON of kept frames, without their pictures. */
public final class FrameJson {
  private FrameJson() {}

  /** The JSON of a frame: its time, its id, and its boxes; null boxes where it was not inferred. */
  public static ObjectNode of(PackedFrame frame) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("n", frame.at()).put("at", time(frame.at()).toString());
    json.put("session", frame.id().session()).put("sequence", frame.id().sequence());
    json.put("width", frame.size().width()).put("height", frame.size().height());
    List<DetectedObject> objects = frame.objects();
    if (objects == null) {
      return json.putNull("boxes");
    }
    ArrayNode boxes = json.putArray("boxes");
    for (DetectedObject object : objects) {
      boxes
          .addObject()
          .put("label", object.label())
          .put("confidence", object.confidence())
          .put("x", object.box().x())
          .put("y", object.box().y())
          .put("w", object.box().w())
          .put("h", object.box().h());
    }
    return json;
  }

  static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
