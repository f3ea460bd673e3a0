package io.vedette.transport.record;

import io.vedette.event.DetectionJson;
import io.vedette.frame.FrameId;
import io.vedette.frame.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 attributes as Kafka headers (binary content mode of its Kafka binding).
 * Thread-safe.
 */
public final class CloudEvents {
  public static final String TIME = "ce_time";
  public static final String ID = "ce_id";
  public static final String EVENT_TYPE = "ce_type";

  private CloudEvents() {}

  /**
   * The attributes of one event.
   *
   * @param id the event's id, unique for its source and the same for the same fact
   * @param time the time of the picture or of the event
   */
  public record Attributes(
      String id, String type, String camera, Instant time, String contentType) {}

  /** Adds the attributes of an event about one frame to a record's headers. */
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

  /**
   * Adds the trace of a record; nothing for a record that is not traced.
   *
   * <p>It is CloudEvents' extension for distributed tracing, under the name that tracers look for.
   */
  public static void put(Headers headers, @Nullable TraceContext trace) {
    if (trace != null) {
      put(headers, TraceContext.HEADER, trace.header());
    }
  }

  /** The trace of a record; null when it is not traced. */
  public static @Nullable TraceContext trace(Headers headers) {
    return TraceContext.parse(Records.header(headers, TraceContext.HEADER));
  }

  /** Adds a text to a record's headers. */
  public static void put(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
