package io.vedette.transport.record;

import io.vedette.event.Alert;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.event.WindowCount;
import io.vedette.event.operation.OperationEvent;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventJson;
import io.vedette.text.Count;
import io.vedette.validation.Bounds;
import io.vedette.validation.Names;
import io.vedette.validation.Reading;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The readers of records as they come from Kafka: each gives a value within the bounds or a defect,
 * whatever key, headers and value are. Thread-safe.
 */
public final class Records {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");
  private static final int SHOWN = 40;

  private Records() {}

  /** The detections of one frame; the key is the camera. */
  public static Reading<FrameDetections> detection(@Nullable String key, byte @Nullable [] value) {
    return ofCamera(key, value, DetectionJson::read, FrameDetections::camera);
  }

  /** An event of a camera's scene; the key is the camera. */
  public static Reading<SceneEvent> sceneEvent(@Nullable String key, byte @Nullable [] value) {
    return ofCamera(key, value, SceneEventJson::read, SceneEvent::camera);
  }

  /** An alert; the key is the camera. */
  public static Reading<Alert> alert(@Nullable String key, byte @Nullable [] value) {
    return ofCamera(key, value, Alert::read, Alert::camera);
  }

  /** An event about the work on a camera; the key is the camera. */
  public static Reading<OperationEvent> operation(@Nullable String key, byte @Nullable [] value) {
    return ofCamera(key, value, OperationEvent::read, OperationEvent::camera);
  }

  /** A count of a camera's events; the key is the count's. */
  public static Reading<WindowCount> count(@Nullable String key, byte @Nullable [] value) {
    return Reading.of(
        () -> {
          WindowCount count = WindowCount.read(value == null ? new byte[0] : value);
          if (!count.key().equals(key)) {
            throw new IllegalArgumentException(
                "expected the count's own key %s, found %s".formatted(count.key(), key));
          }
          return count;
        });
  }

  /** A session number, written as digits. */
  public static Reading<Long> session(@Nullable String key, byte @Nullable [] value) {
    return Reading.of(
        () -> {
          camera(key);
          String digits = text(value, SHOWN);
          if (!DIGITS.matcher(digits).matches()) {
            throw new IllegalArgumentException(
                "value: expected a session's digits, found \"" + digits + "\"");
          }
          return Bounds.number("value", Long.parseLong(digits), 0, Bounds.SESSION);
        });
  }

  /** The digest of a model. */
  public static Reading<String> digest(byte @Nullable [] value) {
    return Reading.of(
        () -> {
          String digest = text(value, SHOWN);
          if (!Names.isDigest(digest)) {
            throw new IllegalArgumentException(
                "value: expected a model's digest, found \"" + digest + "\"");
          }
          return digest;
        });
  }

  /**
   * The camera that a key names.
   *
   * @throws IllegalArgumentException when it names none
   */
  static String camera(@Nullable String key) {
    return Names.camera("key", key == null ? "" : key);
  }

  /**
   * A text of a record.
   *
   * @throws IllegalArgumentException when there is none, or a longer one
   */
  static String text(byte @Nullable [] bytes, int most) {
    if (bytes == null || bytes.length > most) {
      throw new IllegalArgumentException(
          "expected a text of up to %s, found %s"
              .formatted(Count.bytes(most), bytes == null ? "nothing" : Count.bytes(bytes.length)));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The text of the last header of a name; empty when there is none. */
  public static String header(Headers headers, String name) {
    return text(headers.lastHeader(name));
  }

  /**
   * The first headers as texts by name; of a name that comes twice the last one counts, and a
   * missing value is empty.
   */
  public static Map<String, String> headers(Headers headers) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Header header : headers) {
      if (texts.size() < Bounds.HEADERS || texts.containsKey(header.key())) {
        texts.put(header.key(), text(header));
      }
    }
    return texts;
  }

  private static String text(@Nullable Header header) {
    byte[] value = header == null ? null : header.value();
    return value == null
        ? ""
        : new String(value, 0, Math.min(value.length, Bounds.HEADER), StandardCharsets.UTF_8);
  }

  private static <V> Reading<V> ofCamera(
      @Nullable String key,
      byte @Nullable [] value,
      Function<byte @Nullable [], V> reader,
      Function<V, String> camera) {
    return Reading.of(
        () -> {
          String id = camera(key);
          V read = reader.apply(value);
          if (!camera.apply(read).equals(id)) {
            throw new IllegalArgumentException(
                "expected the camera as the record's key, found %s for %s"
                    .formatted(id, camera.apply(read)));
          }
          return read;
        });
  }
}
