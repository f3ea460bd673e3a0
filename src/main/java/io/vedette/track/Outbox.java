package io.vedette.track;

import io.vedette.event.Alert;
import io.vedette.event.EventOrigin;
import io.vedette.event.WindowCount;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventJson;
import io.vedette.frame.TraceContext;
import io.vedette.scene.CameraWatch.SceneOutput;
import io.vedette.text.Printable;
import io.vedette.transport.record.CloudEvents;
import io.vedette.transport.record.CloudEvents.Attributes;
import io.vedette.validation.Bounds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The outgoing records of a task, on the way to their topics. Confined to its task. */
final class Outbox {
  /** The topology's sinks. */
  static final String EVENTS = "events";

  static final String COUNTS = "counts";
  static final String ALERTS = "alerts";
  static final String REJECTED = "rejected";

  static final String COUNT_TYPE = "io.vedette.count.v1";
  private static final String JSON = "application/json";

  private static final int LONGEST_REASON = 1000;

  private final ProcessorContext<String, byte[]> context;
  private final RecordSizes sizes;

  /** A record on its way to a sink. */
  private record Outgoing(Record<String, byte[]> record, String sink) {}

  Outbox(ProcessorContext<String, byte[]> context, RecordSizes sizes) {
    this.context = context;
    this.sizes = sizes;
  }

  /**
   * Prepares the records of one frame's output.
   *
   * @param timestamp of the records, in ms since the epoch: that of the frame's own record, so that
   *     a replay gives the same ones
   * @param trace the work on the frame; null when it is not traced
   * @return the action that sends them
   * @throws IllegalArgumentException when a record would be too large for Kafka
   */
  Runnable prepare(SceneOutput output, long timestamp, @Nullable TraceContext trace) {
    List<Outgoing> outgoing = new ArrayList<>();
    output.events().forEach(event -> outgoing.add(record(event, timestamp)));
    output.counts().forEach(count -> outgoing.add(record(count, timestamp)));
    output.alerts().forEach(alert -> outgoing.add(record(alert, timestamp)));
    outgoing.forEach(next -> CloudEvents.put(next.record.headers(), trace));
    for (Outgoing next : outgoing) {
      if (!fits(next.record)) {
        throw new IllegalArgumentException("a record of " + next.sink + " would be too large");
      }
    }
    return () -> outgoing.forEach(next -> context.forward(next.record, next.sink));
  }

  /**
   * Sends a record that cannot be used to the topic of rejected ones: as it is where it fits, else
   * without its value.
   */
  void reject(Record<String, byte[]> record, String reason) {
    Headers headers = new RecordHeaders(record.headers());
    Headers ours = new RecordHeaders();
    CloudEvents.put(ours, "reason", Printable.line(reason, LONGEST_REASON));
    context
        .recordMetadata()
        .ifPresent(
            at ->
                CloudEvents.put(
                    ours, "ref", "%s/%d/%d".formatted(at.topic(), at.partition(), at.offset())));
    ours.forEach(headers::add);
    Record<String, byte[]> whole = record.withHeaders(headers);
    Record<String, byte[]> rest =
        new Record<>(Printable.cut(key(record), Bounds.NAME), null, record.timestamp(), ours);
    context.forward(fits(whole) ? whole : rest, REJECTED);
  }

  private static String key(Record<String, byte[]> record) {
    return record.key() == null ? "" : record.key();
  }

  private boolean fits(Record<String, byte[]> record) {
    return sizes.fits(record.key(), record.value(), record.headers());
  }

  private static Outgoing record(SceneEvent event, long timestamp) {
    Attributes attributes =
        new Attributes(
            event.id(), event.type().cloudEventsType(), event.camera(), event.at(), JSON);
    return new Outgoing(
        new Record<>(
            event.camera(),
            SceneEventJson.write(event),
            timestamp,
            headers(event.origin(), attributes)),
        EVENTS);
  }

  private static Outgoing record(Alert alert, long timestamp) {
    Instant at = alert.origin().frame().capturedAt();
    Attributes attributes = new Attributes(alert.id(), Alert.TYPE, alert.camera(), at, JSON);
    return new Outgoing(
        new Record<>(alert.camera(), alert.json(), timestamp, headers(alert.origin(), attributes)),
        ALERTS);
  }

  private static Outgoing record(WindowCount count, long timestamp) {
    String id = count.key() + "/" + (count.first() + count.second());
    Headers headers = new RecordHeaders();
    CloudEvents.put(
        headers,
        new Attributes(id, COUNT_TYPE, count.subject().camera(), count.window().start(), JSON));
    return new Outgoing(new Record<>(count.key(), count.json(), timestamp, headers), COUNTS);
  }

  private static Headers headers(EventOrigin origin, Attributes attributes) {
    Headers headers = new RecordHeaders();
    CloudEvents.put(headers, origin.frameId(), attributes);
    return headers;
  }
}
