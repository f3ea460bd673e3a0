package io.vedette.event.clip;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Names;
import io.vedette.validation.Reading;
import io.vedette.validation.RecordJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A clip whose pictures stay until somebody releases it. Immutable.
 *
 * @param name the name for people
 * @param at the time when it was kept or renamed
 * @param by the name of the person who did so
 */
public record KeptClip(ClipSpan span, String name, Instant at, String by) {
  /** The type's word. */
  public static final String TYPE = "clip";

  /** CloudEvents' type. */
  public static final String CLOUD_EVENTS_TYPE = "io.vedette.clip.v1";

  /** The record's JSON, UTF-8. */
  public byte[] json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", span.key()).put("type", TYPE).put("camera", span.camera());
    json.put("from", RecordJson.time(span.begin())).put("to", RecordJson.time(span.end()));
    json.put("name", name).put("at", RecordJson.time(at)).put("by", by);
    return RecordJson.bytes(json);
  }

  /**
   * Reads the bytes of {@link #json}, of this or a later version; a defect when they are none.
   *
   * @param key the record's key, which is the clip's
   */
  public static Reading<KeptClip> read(@Nullable String key, byte @Nullable [] value) {
    return Reading.of(
        () -> {
          KeptClip clip = read(CheckedJson.parse(value, "a kept clip"));
          if (!clip.span.key().equals(key)) {
            throw new IllegalArgumentException(
                "expected the clip's own key %s, found %s".formatted(clip.span.key(), key));
          }
          return clip;
        });
  }

  private static KeptClip read(CheckedJson root) {
    ClipSpan span =
        ClipSpan.of(
            Names.camera("camera", root.name("camera")), root.time("from"), root.time("to"));
    return new KeptClip(span, root.text("name"), root.time("at"), root.text("by"));
  }
}
