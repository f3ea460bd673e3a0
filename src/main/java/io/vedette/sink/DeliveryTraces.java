package io.vedette.sink;

import io.vedette.frame.TraceContext;
import io.vedette.runtime.Failure;
import io.vedette.sink.delivery.Sink;
import io.vedette.text.Secrets;
import io.vedette.trace.Span;
import io.vedette.trace.Traces;
import io.vedette.transport.relay.InputRecord;
import io.vedette.transport.relay.OutputRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The traces of deliveries, in which each attempt is a span. Confined to the sink's thread. */
final class DeliveryTraces {
  private static final String ROLE = "sink";

  private final Traces traces;
  private final InstantSource clock;

  DeliveryTraces(Traces traces, InstantSource clock) {
    this.traces = traces;
    this.clock = clock;
  }

  /**
   * Delivers a record by a sink, which gets the attempt's own context to pass on.
   *
   * @param name the sink's name
   * @throws Failure as {@link Sink#deliver}
   */
  List<OutputRecord> deliver(String name, Sink sink, InputRecord record) {
    TraceContext context = traces.isOn() ? record.trace() : null;
    if (context == null) {
      return sink.deliver(record);
    }
    Instant begun = clock.instant();
    Span span =
        Span.of(ROLE, "deliver", context.child("deliver " + name + " " + begun))
            .under(context)
            .as(Span.Kind.CLIENT)
            .with("vedette.sink", name)
            .with("vedette.camera", record.key())
            .with("cloudevents.event_id", record.id());
    try {
      return sink.deliver(record.with(span.context()));
    } catch (Failure e) {
      span.failed(Secrets.mask(String.valueOf(e.getMessage())));
      throw e;
    } finally {
      traces.record(span.from(begun, clock.instant()));
    }
  }
}
