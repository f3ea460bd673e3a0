package io.vedette.scene.stream;

import io.vedette.event.Alert;
import io.vedette.event.SceneEvent;
import io.vedette.event.SceneEvent.Origin;
import io.vedette.event.SceneEventJson;
import io.vedette.event.WindowCount;
import io.vedette.scene.CameraWatch.Told;
import io.vedette.transport.CloudEvents;
import io.vedette.transport.CloudEvents.Attributes;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** What a task tells, as records on their way to their topics. Confined to its task. */
final class Outbox {
  /** The topology's sinks. */
  static final String EVENTS = "events";

  static final String COUNTS = "counts";
  static final String ALERTS = "alerts";
  static final String REJECTED = "rejected";

  private static final String COUNT_TYPE = "io.vedette.count.v1";
  private static final String JSON = "application/json";

  private final ProcessorContext<String, byte[]> context;

  Outbox(ProcessorContext<String, byte[]> context) {
    this.context = context;
  }

  /**
   * Sends what one frame gave to tell.
   *
   * @param timestamp of the records, in ms since the epoch: that of the frame's own record, so that
   *     a replay gives the same ones
   */
  void send(Told told, long timestamp) {
    told.events().forEach(event -> send(event, timestamp));
    told.counts().forEach(count -> send(count, timestamp));
    told.alerts().forEach(alert -> send(alert, timestamp));
  }

  /** Puts a record aside that cannot be used. */
  void reject(Record<String, byte[]> record, RuntimeException reason) {
    Headers headers = new RecordHeaders(record.headers());
    CloudEvents.put(headers, "reason", reason.toString());
    context.forward(record.withHeaders(headers), REJECTED);
  }

  private void send(SceneEvent event, long timestamp) {
    Attributes attributes =
        new Attributes(
            event.id(), event.type().cloudEventsType(), event.camera(), event.at(), JSON);
    forward(
        new Record<>(
            event.camera(),
            SceneEventJson.write(event),
            timestamp,
            headers(event.origin(), attributes)),
        EVENTS);
  }

  private void send(Alert alert, long timestamp) {
    Instant at = alert.origin().frame().capturedAt();
    Attributes attributes = new Attributes(alert.id(), Alert.TYPE, alert.camera(), at, JSON);
    forward(
        new Record<>(alert.camera(), alert.json(), timestamp, headers(alert.origin(), attributes)),
        ALERTS);
  }

  private void send(WindowCount count, long timestamp) {
    String id = count.key() + "/" + (count.first() + count.second());
    Headers headers = new RecordHeaders();
    CloudEvents.put(
        headers,
        new Attributes(id, COUNT_TYPE, count.subject().camera(), count.window().start(), JSON));
    forward(new Record<>(count.key(), count.json(), timestamp, headers), COUNTS);
  }

  private static Headers headers(Origin origin, Attributes attributes) {
    Headers headers = new RecordHeaders();
    CloudEvents.put(headers, origin.frameId(), attributes);
    return headers;
  }

  private void forward(Record<String, byte[]> record, String sink) {
    context.forward(record, sink);
  }
}
