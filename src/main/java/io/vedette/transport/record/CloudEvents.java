package io.vedette.transport.record;

import io.vedette.event.DetectionJson;
import io.vedette.frame.FrameId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;

/**
 * CloudEvents 1.0 attributes as Kafka headers (binary content mode of its Kafka binding).
 * Thread-safe.
 */
public final class CloudEvents {
  public static final String TIME = "ce_time";
  static final String ID = "ce_id";
  public static final String EVENT_TYPE = "ce_type";

  private CloudEvents() {}

  /**
   * One event's attributes.
   *
   * @param id unique for its source; the same for the same fact
   * @param time when the picture was taken, or when what is told happened
   */
  public record Attributes(
      String id, String type, String camera, Instant time, String contentType) {}

  /** The attributes of what is about one frame. */
  public static void put(Headers headers, FrameId frame, Attributes event) {
    put(headers, event);
    put(headers, "ce_sequence", Long.toString(frame.sequence()));
  }

  /** Adds an event's attributes to a record's headers. */
  public static void put(Headers headers, Attributes event) {
    put(headers, "ce_specversion", "1.0");
    put(headers, ID, event.id());
    put(headers, "ce_source", "/cameras/" + event.camera());
    put(headers, EVENT_TYPE, event.type());
    put(headers, TIME, DetectionJson.time(event.time()));
    put(headers, "content-type", event.contentType());
  }

  /** Adds a text to a record's headers. */
  public static void put(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
