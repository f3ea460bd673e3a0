package io.vedette.transport.table;

import io.vedette.transport.record.Records;
import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Names;
import io.vedette.validation.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The record of one camera in the cameras topic: the key is its id, the value a JSON object like
 * the YAML entry under {@code cameras.<id>}, references unresolved. Immutable.
 *
 * @param json the settings; null says that the camera is removed
 * @param offset the record's offset in its partition
 */
public record CameraRecord(
    String id, @Nullable String json, Origin origin, int partition, long offset) {
  public static final String ORIGIN_HEADER = "origin";

  /** The writer of a record; a seed never overwrites a command. */
  public enum Origin {
    /** The settings of a node that started. */
    SEED,
    /** A person or a program, while it runs. */
    COMMAND;

    /** The word used in records. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether the camera is removed. */
  public boolean isRemoved() {
    return json == null;
  }

  /** The settings of a camera that is not removed. */
  public String settings() {
    String present = json;
    if (present == null) {
      throw new IllegalStateException("camera " + id + " is removed");
    }
    return present;
  }

  /** A camera's record, whatever its settings; a defect where the record is none. */
  static Reading<CameraRecord> read(ConsumerRecord<String, byte[]> record) {
    return Reading.of(
        () ->
            new CameraRecord(
                Names.camera("key", record.key() == null ? "" : record.key()),
                json(record.value()),
                origin(record.headers()),
                record.partition(),
                record.offset()));
  }

  private static @Nullable String json(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    Bounds.number("bytes", value.length, 0, Bounds.CAMERA_BYTES);
    var unused = CheckedJson.parse(value, "the settings of a camera");
    return new String(value, StandardCharsets.UTF_8);
  }

  private static Origin origin(Headers headers) {
    boolean isSeed = Records.header(headers, ORIGIN_HEADER).equals(Origin.SEED.wireName());
    return isSeed ? Origin.SEED : Origin.COMMAND;
  }
}
