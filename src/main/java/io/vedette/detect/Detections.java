package io.vedette.detect;

import io.vedette.detect.schedule.FrameScheduler;
import io.vedette.detect.schedule.Job;
import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.event.operation.DropRuns;
import io.vedette.frame.DetectedObject;
import io.vedette.frame.DropReason;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.Stage;
import io.vedette.frame.TraceContext;
import io.vedette.transport.detection.DetectionBatch;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.frame.FrameRecord.Partition;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conversion of finished jobs to the records that are published. Thread-safe. */
final class Detections {
  private static final double MICROS_PER_MILLI = 1000;

  private final ModelReference model;
  private final String run;
  private final boolean isTimed;
  private final InstantSource clock;
  private final DetectTraces traces;

  /**
   * @param run {@code live}, or the name of a replay or shadow
   * @param isTimed whether records say how long each stage took
   */
  Detections(
      ModelReference model, String run, boolean isTimed, InstantSource clock, DetectTraces traces) {
    this.model = model;
    this.run = run;
    this.isTimed = isTimed;
    this.clock = clock;
    this.traces = traces;
  }

  /**
   * The records to publish for jobs that have all ended.
   *
   * @param begun the sessions that began with them
   */
  DetectionBatch of(
      List<Job> finished, List<DetectionBatch.NewSession> begun, Map<Partition, String> notes) {
    List<FrameDetections> events = new ArrayList<>();
    List<DetectionBatch.Rejection> rejections = new ArrayList<>();
    Instant now = clock.instant();
    DropRuns drops = new DropRuns();
    Map<FrameId, TraceContext> traced = new HashMap<>();
    for (Job job : finished) {
      @Nullable TraceContext trace = traces.of(job, now);
      if (trace != null) {
        traced.put(job.frame().id(), trace);
      }
      if (job.outcome() instanceof Job.Detected detected) {
        events.add(event(job, detected.objects(), isTimed ? latency(job, now) : Map.of()));
      } else if (job.outcome() instanceof Job.Rejected rejected) {
        FrameRecord record = trace == null ? job.record() : job.record().with(trace);
        rejections.add(new DetectionBatch.Rejection(record, rejected.reason(), rejected.stack()));
      } else if (job.outcome() instanceof Job.Dropped dropped) {
        addDrop(drops, job.frame(), dropped.reason(), now);
      }
    }
    return new DetectionBatch(
        events, rejections, drops.take(), begun, traced, FrameScheduler.next(finished), notes);
  }

  /**
   * Adds the drop of a frame, and of the still frames before it, which its detection would have
   * reported.
   */
  private static void addDrop(DropRuns drops, Frame frame, DropReason reason, Instant now) {
    if (frame.still() > 0) {
      drops.add(frame.id().before(frame.still()), frame.still(), DropReason.STILL, now);
    }
    drops.add(frame.id(), reason, now);
  }

  /** The record of one job, without times. */
  FrameDetections event(Job job, List<DetectedObject> boxes) {
    return event(job, boxes, Map.of());
  }

  private FrameDetections event(
      Job job, List<DetectedObject> boxes, Map<String, Double> latencyMs) {
    FrameRecord record = job.record();
    Frame frame = job.frame();
    RecordReference reference =
        new RecordReference(
            record.partition().topic(), record.partition().number(), record.offset());
    return new FrameDetections(
        record.camera(),
        new FrameReference(
            frame.id().session(),
            frame.id().sequence(),
            frame.capturedAt(),
            frame.clock().wireName(),
            frame.size().width(),
            frame.size().height(),
            reference),
        model,
        run,
        boxes,
        latencyMs,
        frame.motion(),
        job.regions());
  }

  private static Map<String, Double> latency(Job job, Instant now) {
    Map<String, Double> latency = new LinkedHashMap<>();
    for (Stage stage : Stage.values()) {
      job.times()
          .micros(stage)
          .ifPresent(micros -> latency.put(stage.wireName(), micros / MICROS_PER_MILLI));
    }
    long all = ChronoUnit.MICROS.between(job.frame().capturedAt(), now);
    latency.put("end_to_end", Math.max(0, all) / MICROS_PER_MILLI);
    return latency;
  }
}
