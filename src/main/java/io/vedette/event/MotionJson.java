package io.vedette.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.frame.Motion;
import io.vedette.geometry.RelativeBox;
import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Names;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of a motion gate's decision about a frame. Thread-safe. */
final class MotionJson {
  private MotionJson() {}

  static void write(JsonGenerator json, @Nullable Motion motion) throws IOException {
    if (motion == null) {
      return;
    }
    json.writeObjectFieldStart("motion");
    json.writeNumberField("still", motion.still());
    json.writeBooleanField("whole", motion.isWhole());
    json.writeStringField("gate", motion.gate());
    writeBoxes(json, "moving", motion.moving());
    json.writeEndObject();
  }

  static void writeBoxes(JsonGenerator json, String name, List<RelativeBox> boxes)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (RelativeBox box : boxes) {
      json.writeStartObject();
      JsonFields.writeCorners(json, box);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static @Nullable Motion read(@Nullable CheckedJson motion) {
    if (motion == null) {
      return null;
    }
    List<RelativeBox> moving = motion.objects("moving", Motion.MOST, JsonFields::readBox);
    return new Motion(
        moving,
        motion.flag("whole"),
        motion.number("still", Bounds.COUNT, 0),
        motion.text("gate", "hexadecimal digits", Names::isDigest));
  }
}
