package io.vedette.transport.camera;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * One camera as it stands in the cameras topic: the key is its id, the value a JSON object like the
 * YAML entry under {@code cameras.<id>}, references unresolved. Immutable.
 *
 * @param json the settings; null says that the camera is removed
 * @param offset of the record in its partition
 */
public record CameraRecord(
    String id, @Nullable String json, Origin origin, int partition, long offset) {
  static final String ORIGIN_HEADER = "origin";

  /** Who wrote a record; a seed never overwrites a command. */
  public enum Origin {
    /** The settings of a node that started. */
    SEED,
    /** A person or a program, while it runs. */
    COMMAND;

    /** The word used in records. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it says that there is no such camera any more. */
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

  static CameraRecord of(ConsumerRecord<String, byte[]> record) {
    byte[] value = record.value();
    return new CameraRecord(
        record.key() == null ? "" : record.key(),
        value == null ? null : new String(value, StandardCharsets.UTF_8),
        origin(record.headers().lastHeader(ORIGIN_HEADER)),
        record.partition(),
        record.offset());
  }

  private static Origin origin(@Nullable Header header) {
    boolean isSeed =
        header != null
            && new String(header.value(), StandardCharsets.UTF_8).equals(Origin.SEED.word());
    return isSeed ? Origin.SEED : Origin.COMMAND;
  }
}
