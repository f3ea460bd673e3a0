package io.vedette.event.review;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Reading;
import io.vedette.validation.RecordJson;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A person's review of an event, or note on an event or a track. The newest record of a key counts;
 * one without a value removes it.
 */
public sealed interface ReviewRecord permits ReviewMark, Note {
  /** The camera of the event or track. */
  String camera();

  /** The time of writing. */
  Instant at();

  /** The author. */
  Author author();

  /** The record's key in Kafka. */
  ReviewKey key();

  /** CloudEvents' type. */
  String cloudEventsType();

  /** The record's JSON. */
  ObjectNode tree();

  /** The record's JSON as bytes. */
  default byte[] json() {
    return RecordJson.bytes(tree());
  }

  /** Reads the bytes of {@link #json}, of this or a later version; a defect when they are none. */
  static Reading<ReviewRecord> read(@Nullable String key, byte @Nullable [] bytes) {
    return Reading.of(
        () -> {
          CheckedJson root = CheckedJson.parse(bytes, "a review");
          String type = root.name("type");
          ReviewRecord read =
              switch (type) {
                case ReviewMark.TYPE -> ReviewMark.read(root);
                case Note.TYPE -> Note.read(root);
                default ->
                    throw new IllegalArgumentException(
                        "type: expected review or note, found " + type);
              };
          if (!Objects.equals(read.key().text(), key)) {
            throw new IllegalArgumentException(
                "key: expected %s, found %s".formatted(read.key().text(), key));
          }
          return read;
        });
  }

  /** The JSON of these records. */
  final class Json {
    private Json() {}

    /** An object with the fields that all of them have. */
    static ObjectNode begin(String id, String type, ReviewRecord record) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("id", id).put("type", type).put("at", RecordJson.time(record.at()));
      json.put("camera", record.camera());
      record.author().put(json);
      return json;
    }
  }
}
