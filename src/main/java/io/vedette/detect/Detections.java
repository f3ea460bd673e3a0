package io.vedette.detect;

import io.vedette.detection.DetectedBox;
import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.DetectedObject;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.event.operation.DropRuns;
import io.vedette.frame.Frame;
import io.vedette.frame.Stage;
import io.vedette.transport.detection.DetectionBatch;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.frame.FrameRecord.Partition;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ended jobs as what is published. Thread-safe. */
final class Detections {
  private static final double MICROS_PER_MILLI = 1000;

  private final ModelReference model;
  private final String run;
  private final boolean isTimed;
  private final InstantSource clock;

  /**
   * @param run {@code live}, or the name of a replay or shadow
   * @param isTimed whether records say how long each stage took
   */
  Detections(ModelReference model, String run, boolean isTimed, InstantSource clock) {
    this.model = model;
    this.run = run;
    this.isTimed = isTimed;
    this.clock = clock;
  }

  /**
   * What to publish for jobs that have all ended.
   *
   * @param begun the sessions that began with them
   */
  DetectionBatch of(
      List<Job> finished, List<DetectionBatch.NewSession> begun, Map<Partition, String> notes) {
    List<FrameDetections> events = new ArrayList<>();
    List<DetectionBatch.Rejection> rejections = new ArrayList<>();
    Instant now = clock.instant();
    DropRuns drops = new DropRuns();
    for (Job job : finished) {
      if (job.outcome() instanceof Job.Detected detected) {
        events.add(event(job, detected.objects(), now));
      } else if (job.outcome() instanceof Job.Rejected rejected) {
        rejections.add(
            new DetectionBatch.Rejection(job.record(), rejected.reason(), rejected.stack()));
      } else if (job.outcome() instanceof Job.Dropped dropped) {
        drops.add(job.frame().id(), dropped.reason(), now);
      }
    }
    return new DetectionBatch(
        events, rejections, drops.take(), begun, CommitProgress.next(finished), notes);
  }

  private FrameDetections event(Job job, List<DetectedBox> boxes, Instant now) {
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
        boxes.stream().map(Detections::object).toList(),
        isTimed ? latency(job, now) : Map.of());
  }

  private static DetectedObject object(DetectedBox box) {
    return new DetectedObject(box.label(), box.classId(), box.confidence(), box.box());
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
