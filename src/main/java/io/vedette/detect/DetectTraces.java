package io.vedette.detect;

import io.vedette.detect.schedule.BatchRun;
import io.vedette.detect.schedule.Job;
import io.vedette.frame.Frame;
import io.vedette.frame.Stage;
import io.vedette.frame.TraceContext;
import io.vedette.trace.Span;
import io.vedette.trace.Traces;
import io.vedette.transport.frame.FrameRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The spans of the detect role, made of a frame's stage times once it is committed, so that a frame
 * that is not traced costs next to nothing. Confined to the polling thread.
 */
final class DetectTraces {
  private static final String ROLE = "detect";
  private static final String BATCH = "batch";
  private static final long NANOS_PER_MICRO = 1000;

  /** The stages that a worker's own clock measures, the last first. */
  private static final List<Stage> STAGES =
      List.of(Stage.POSTPROCESS, Stage.INFER, Stage.BATCH_WAIT, Stage.PREPROCESS, Stage.QUEUE);

  private final Traces traces;
  private final String run;
  private final String digest;
  private final boolean isLive;

  /** The begin and the end of a stage. */
  private record Lap(Instant start, Instant end) {}

  /**
   * @param run {@code live}, or the name of a replay or shadow
   * @param digest of the model
   * @param isLive whether frames are looked at as they come, so that late ones are worth a trace
   */
  DetectTraces(Traces traces, String run, String digest, boolean isLive) {
    this.traces = traces;
    this.run = run;
    this.digest = digest;
    this.isLive = isLive;
  }

  /**
   * The span of the work on a frame that has ended, which its records name; null when it is not
   * traced. A process that sends no spans passes on what it was given.
   */
  @Nullable TraceContext of(Job job, Instant now) {
    Frame frame = job.record().frame();
    if (frame == null || job.trace() != null) {
      return job.trace();
    }
    TraceContext sampled = frame.trace();
    if (!traces.isOn()) {
      return sampled;
    }
    TraceContext root = sampled == null ? late(job, frame, now) : sampled;
    if (root == null) {
      return null;
    }
    TraceContext found = root.child(ROLE + " " + run + " " + digest);
    job.trace(found);
    return found;
  }

  /**
   * The root of a trace that begins here, since the frame came late or broke; null when it did not.
   */
  private @Nullable TraceContext late(Job job, Frame frame, Instant now) {
    boolean isTaken =
        job.outcome() instanceof Job.Rejected
            ? traces.takesOneMore(now)
            : isLive && traces.takesLate(frame.capturedAt(), now);
    return isTaken ? TraceContext.of(frame.id(), frame.capturedAt()) : null;
  }

  /** Sends the spans of committed frames. */
  void committed(List<Job> jobs, Instant now) {
    if (!traces.isOn()) {
      return;
    }
    Map<BatchRun, List<Job>> batches = new HashMap<>();
    for (Job job : jobs) {
      TraceContext trace = job.trace();
      if (trace != null) {
        send(job, trace, now);
        BatchRun batch = job.run();
        if (batch != null && job.outcome() instanceof Job.Detected) {
          batches.computeIfAbsent(batch, any -> new ArrayList<>()).add(job);
        }
      }
    }
    batches.forEach((batch, members) -> send(batch, members, now));
  }

  private void send(Job job, TraceContext trace, Instant now) {
    Frame frame = job.frame();
    TraceContext root = frame.trace();
    Instant marked = marked(job, now);
    Map<Stage, Lap> laps = laps(job, marked);
    Instant begun = laps.values().stream().map(Lap::start).min(Instant::compareTo).orElse(marked);
    if (root == null) {
      root = TraceContext.of(frame.id(), frame.capturedAt());
      sendLateRoot(job.record(), frame, root);
    }
    Span whole = described(Span.of(ROLE, ROLE, trace), job).under(root).from(begun, now);
    traces.record(whole);
    BatchRun batch = job.run();
    laps.forEach(
        (stage, lap) -> {
          Span step = whole.step(stage.wireName()).from(lap.start(), lap.end());
          if (stage == Stage.INFER && batch != null) {
            step.linkedTo(batch.span(trace));
          }
          traces.record(step);
        });
    traces.record(whole.step("commit").from(marked, now));
  }

  private Span described(Span whole, Job job) {
    FrameRecord record = job.record();
    whole
        .as(Span.Kind.CONSUMER)
        .with("vedette.camera", record.camera())
        .with("vedette.frame", job.frame().id().toString())
        .with("vedette.run", run)
        .with("vedette.model", digest)
        .with("messaging.system", "kafka")
        .with("messaging.destination.name", record.partition().topic())
        .with("messaging.destination.partition.id", Integer.toString(record.partition().number()))
        .with("messaging.kafka.offset", record.offset());
    return ended(whole, job.outcome());
  }

  private static Span ended(Span whole, Job.@Nullable Outcome outcome) {
    if (outcome instanceof Job.Detected detected) {
      return whole.with("vedette.objects", detected.objects().size());
    }
    if (outcome instanceof Job.Rejected rejected) {
      return whole.failed("rejected: " + rejected.reason());
    }
    return outcome instanceof Job.Dropped dropped
        ? whole.failed("dropped: " + dropped.reason().wireName())
        : whole;
  }

  /** Sends the root span that ingest would have sent, as far as the frame's record allows. */
  private void sendLateRoot(FrameRecord record, Frame frame, TraceContext root) {
    Span whole =
        Span.of("ingest", "frame", root)
            .as(Span.Kind.PRODUCER)
            .from(frame.capturedAt(), Instant.ofEpochMilli(record.appendedAtMillis()))
            .with("vedette.camera", record.camera())
            .with("vedette.frame", frame.id().toString());
    for (Stage stage : List.of(Stage.DECODE, Stage.ENCODE)) {
      OptionalLong micros = frame.times().micros(stage);
      if (micros.isPresent()) {
        whole.with("vedette." + stage.wireName() + "_us", micros.getAsLong());
      }
    }
    traces.record(whole);
  }

  /**
   * Sends the span of a batch: a trace of its own, since its members belong to many; both name each
   * other.
   */
  private void send(BatchRun batch, List<Job> members, Instant now) {
    if (!batch.isNews()) {
      return;
    }
    Span span = Span.of(ROLE, BATCH, batch.span(trace(members.get(0))));
    Instant first = now;
    Instant last = Instant.MIN;
    for (Job member : members) {
      Lap lap = laps(member, marked(member, now)).getOrDefault(Stage.INFER, new Lap(now, now));
      first = lap.start().isBefore(first) ? lap.start() : first;
      last = lap.end().isAfter(last) ? lap.end() : last;
      span.linkedTo(trace(member).child(Stage.INFER.wireName()));
    }
    traces.record(
        span.from(first, last)
            .with("vedette.model", digest)
            .with("vedette.frames", batch.frames()));
  }

  private static TraceContext trace(Job job) {
    return Objects.requireNonNull(job.trace());
  }

  /** The stages by the host's clock, laid end to end before the last mark. */
  private static Map<Stage, Lap> laps(Job job, Instant marked) {
    Map<Stage, Lap> laps = new EnumMap<>(Stage.class);
    Instant end = marked;
    for (Stage stage : STAGES) {
      OptionalLong micros = job.times().micros(stage);
      if (micros.isPresent()) {
        Instant start = end.minusNanos(micros.getAsLong() * NANOS_PER_MICRO);
        laps.put(stage, new Lap(start, end));
        end = start;
      }
    }
    return laps;
  }

  /** The end of the last stage that is known; without one, the time when the frame came. */
  private static Instant marked(Job job, Instant now) {
    return now.minusNanos(System.nanoTime() - job.markNanos());
  }
}
