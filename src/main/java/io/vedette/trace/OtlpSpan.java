package io.vedette.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.vedette.frame.TraceContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A span in the form of OpenTelemetry's exporters. Immutable. */
@SuppressWarnings("deprecation") // the interface still asks for the scope by its former name
record OtlpSpan(
    String name,
    SpanKind kind,
    SpanContext spanContext,
    SpanContext parentSpanContext,
    StatusData status,
    Attributes attributes,
    List<LinkData> links,
    Times times,
    InstrumentationScopeInfo scope,
    Resource resource)
    implements SpanData {
  private static final String SCOPE = "io.vedette.";
  private static final long NANOS = 1_000_000_000L;

  /** The begin and the end, in nanoseconds since the epoch. */
  record Times(long start, long end) {}

  static SpanData of(Span span, Resource resource) {
    String failure = span.failure();
    return new OtlpSpan(
        span.name(),
        SpanKind.valueOf(span.kind().name()),
        context(span.context()),
        context(span.parent()),
        failure == null
            ? StatusData.unset()
            : StatusData.create(StatusData.error().getStatusCode(), failure),
        attributes(span),
        span.links().stream().map(link -> LinkData.create(context(link))).toList(),
        new Times(nanos(span.start()), nanos(span.end())),
        InstrumentationScopeInfo.create(SCOPE + span.role()),
        resource);
  }

  private static SpanContext context(@Nullable TraceContext context) {
    return context == null
        ? SpanContext.getInvalid()
        : SpanContext.create(
            context.traceId(), context.spanId(), TraceFlags.getSampled(), TraceState.getDefault());
  }

  private static Attributes attributes(Span span) {
    AttributesBuilder attributes = Attributes.builder();
    span.attributes()
        .forEach(
            (name, value) -> {
              if (value instanceof Long number) {
                attributes.put(name, number);
              } else {
                attributes.put(name, value.toString());
              }
            });
    return attributes.build();
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * NANOS + time.getNano();
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public SpanKind getKind() {
    return kind;
  }

  @Override
  public SpanContext getSpanContext() {
    return spanContext;
  }

  @Override
  public SpanContext getParentSpanContext() {
    return parentSpanContext;
  }

  @Override
  public StatusData getStatus() {
    return status;
  }

  @Override
  public long getStartEpochNanos() {
    return times.start();
  }

  @Override
  public long getEndEpochNanos() {
    return times.end();
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  public List<EventData> getEvents() {
    return List.of();
  }

  @Override
  public int getTotalRecordedEvents() {
    return 0;
  }

  @Override
  public List<LinkData> getLinks() {
    return links;
  }

  @Override
  public int getTotalRecordedLinks() {
    return links.size();
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return scope;
  }

  @Override
  public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return InstrumentationLibraryInfo.create(scope.getName(), scope.getVersion());
  }

  @Override
  public Resource getResource() {
    return resource;
  }
}
