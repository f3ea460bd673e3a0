package io.vedette.live;

import io.vedette.frame.DetectedObject;
import io.vedette.frame.Frame;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A frame with its detections and its smaller renditions, each of which is made once for all
 * viewers. Thread-safe.
 */
public final class LivePicture {
  private final Frame frame;
  private final @Nullable List<DetectedObject> boxes;
  private final ConcurrentMap<Integer, CompletableFuture<byte[]>> renditions;

  /**
   * @param boxes the detections of this frame; null when it was not inferred, or that is not known
   *     yet
   */
  LivePicture(Frame frame, @Nullable List<DetectedObject> boxes) {
    this(frame, boxes, new ConcurrentHashMap<>());
  }

  private LivePicture(
      Frame frame,
      @Nullable List<DetectedObject> boxes,
      ConcurrentMap<Integer, CompletableFuture<byte[]>> renditions) {
    this.frame = frame;
    this.boxes = boxes;
    this.renditions = renditions;
  }

  /** The same picture with its detections; it shares the renditions. */
  LivePicture with(@Nullable List<DetectedObject> seen) {
    return new LivePicture(frame, seen, renditions);
  }

  public Frame frame() {
    return frame;
  }

  /** The detections of this frame; null when it was not inferred. */
  public @Nullable List<DetectedObject> boxes() {
    return boxes;
  }

  public String camera() {
    return frame.id().camera();
  }

  /** The capture time, in µs since the epoch. */
  long atMicros() {
    return micros(frame.capturedAt());
  }

  /**
   * The picture as a JPEG; fails when it cannot be made smaller.
   *
   * @param halvings number of times that width and height are halved; 0 is the camera's own picture
   */
  CompletableFuture<byte[]> jpeg(int halvings, Renditions maker) {
    return halvings == 0
        ? CompletableFuture.completedFuture(frame.jpeg())
        : renditions.computeIfAbsent(halvings, times -> maker.smaller(this, times));
  }

  static long micros(java.time.Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
  }
}
