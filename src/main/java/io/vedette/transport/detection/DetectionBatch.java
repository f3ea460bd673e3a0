package io.vedette.transport.detection;

import io.vedette.event.FrameDetections;
import io.vedette.event.operation.DropEvent;
import io.vedette.frame.FrameId;
import io.vedette.frame.TraceContext;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.frame.FrameRecord.Partition;
import java.util.List;
import java.util.Map;

/**
 * The records that become visible together: detections, rejected and dropped frames, sessions that
 * began, and the offsets of their partitions. Immutable.
 *
 * @param traces contexts of frames that are traced, by frame
 * @param next offset of the next frame to read, by partition
 * @param notes notes committed with the offsets, for the worker that takes the partitions over
 */
public record DetectionBatch(
    List<FrameDetections> detections,
    List<Rejection> rejected,
    List<DropEvent> dropped,
    List<NewSession> sessions,
    Map<FrameId, TraceContext> traces,
    Map<Partition, Long> next,
    Map<Partition, String> notes) {
  public DetectionBatch {
    detections = List.copyOf(detections);
    rejected = List.copyOf(rejected);
    dropped = List.copyOf(dropped);
    sessions = List.copyOf(sessions);
    traces = Map.copyOf(traces);
    next = Map.copyOf(next);
    notes = Map.copyOf(notes);
  }

  /** A batch of frames that are not traced. */
  public DetectionBatch(
      List<FrameDetections> detections,
      List<Rejection> rejected,
      List<DropEvent> dropped,
      List<NewSession> sessions,
      Map<Partition, Long> next,
      Map<Partition, String> notes) {
    this(detections, rejected, dropped, sessions, Map.of(), next, notes);
  }

  /** A batch of offsets and notes alone. */
  public static DetectionBatch note(Map<Partition, Long> next, Map<Partition, String> notes) {
    return new DetectionBatch(List.of(), List.of(), List.of(), List.of(), next, notes);
  }

  /** A camera's first frame of a later session than before. */
  public record NewSession(String camera, long session) {}

  /**
   * A frame that broke decoding or inference.
   *
   * @param reason one line
   * @param stack the stack trace, for those who will look into it
   */
  public record Rejection(FrameRecord frame, String reason, String stack) {}
}
