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
 * Something that a person said of an event or a track. The newest record of a key counts; one
 * without a value takes it back.
 */
public sealed interface ReviewRecord permits ReviewMark, Note {
  /** The camera of what it is about. */
  String camera();

  /** When it was said. */
  Instant at();

  /** Who said it. */
  Author author();

  /** The record's key in Kafka. */
  ReviewKey key();

  /** CloudEvents' type. */
  String cloudEventsType();

  /** The record's JSON. */
  ObjectNode tree();

  /** The same as it is written. */
  default byte[] json() {
    return RecordJson.bytes(tree());
  }

  /** Reads what {@link #json} wrote, of this or a later version; a defect when it is none. */
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

  /** How these records are written. */
  final class Json {
    private Json() {}

    /** The fields that all of them have. */
    static ObjectNode begin(String id, String type, ReviewRecord record) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("id", id).put("type", type).put("at", RecordJson.time(record.at()));
      json.put("camera", record.camera());
      record.author().put(json);
      return json;
    }
  }
}
