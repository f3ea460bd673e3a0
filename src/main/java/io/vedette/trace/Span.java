package io.vedette.trace;

import io.vedette.frame.TraceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of the work on a traced frame: its role, its begin and its end. Filled by the thread
 * that makes it, and not changed any more once {@link Traces#record} has it.
 */
public final class Span {
  /** The kind of a step, by its relation to other processes. */
  public enum Kind {
    /** A step within its process. */
    INTERNAL,
    /** A step that makes a record. */
    PRODUCER,
    /** A step that works on a record. */
    CONSUMER,
    /** A step that asks another server. */
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
   * @param role the step's role
   * @param name the step's name
   */
  public static Span of(String role, String name, TraceContext context) {
    return new Span(role, name, context);
  }

  /** A step within this one, named after it. */
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

  /**
   * Sets begin and end; an end before the begin, from clocks that disagree, counts as the begin.
   */
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

  /** Adds a link to a span of another trace. */
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

  /** The span's context, which its records name. */
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
