package io.vedette.trace;

import io.vedette.frame.TraceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of the work on a traced frame: who did it, from when to when. Filled by the thread that
 * makes it, and no longer changed once {@link Traces#record} has it.
 */
public final class Span {
  /** Where a step stands between processes. */
  public enum Kind {
    /** Within its process. */
    INTERNAL,
    /** Makes a record. */
    PRODUCER,
    /** Works on a record. */
    CONSUMER,
    /** Asks another server. */
    CLIENT
  }

  private final String role;
  private final String name;
  private final TraceContext context;
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final List<TraceContext> links = new ArrayList<>();
  private Kind kind = Kind.INTERNAL;
  private Instant start = Instant.EPOCH;
  private Instant end = Instant.EPOCH;
  private @Nullable TraceContext parent;
  private @Nullable String failure;

  private Span(String role, String name, TraceContext context) {
    this.role = role;
    this.name = name;
    this.context = context;
  }

  /**
   * A span.
   *
   * @param role whose step it is
   * @param name of the step
   */
  public static Span of(String role, String name, TraceContext context) {
    return new Span(role, name, context);
  }

  /** A step of this one, named after it. */
  public Span step(String part) {
    return of(role, part, context.child(part)).under(context);
  }

  public Span under(@Nullable TraceContext wider) {
    parent = wider;
    return this;
  }

  public Span as(Kind other) {
    kind = other;
    return this;
  }

  /** When it was; clocks that disagree may give an end before the start, which counts as none. */
  public Span from(Instant first, Instant last) {
    start = first;
    end = last.isBefore(first) ? first : last;
    return this;
  }

  public Span with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  public Span with(String attribute, long value) {
    attributes.put(attribute, value);
    return this;
  }

  /** It has to do with a span of another trace. */
  public Span linkedTo(TraceContext other) {
    links.add(other);
    return this;
  }

  public Span failed(String reason) {
    failure = reason;
    return this;
  }

  String role() {
    return role;
  }

  String name() {
    return name;
  }

  Kind kind() {
    return kind;
  }

  /** Where it stands; what comes of it names it. */
  public TraceContext context() {
    return context;
  }

  @Nullable TraceContext parent() {
    return parent;
  }

  Instant start() {
    return start;
  }

  Instant end() {
    return end;
  }

  Map<String, Object> attributes() {
    return attributes;
  }

  List<TraceContext> links() {
    return links;
  }

  @Nullable String failure() {
    return failure;
  }
}
