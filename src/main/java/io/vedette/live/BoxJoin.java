package io.vedette.live;

import io.vedette.event.FrameDetections;
import io.vedette.frame.DetectedObject;
import io.vedette.frame.FrameId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The join of pictures with their detections: each picture waits for its own detections, in its
 * camera's order, and is shown without if they do not come in time. Boxes are never put on another
 * frame. Confined to one thread.
 *
 * <p>The wait is {@value #USUAL_MS} ms, or as long as the camera's last detections took, where that
 * is more, up to {@value #LONGEST_MS} ms. A camera without detections does not wait.
 */
final class BoxJoin {
  private static final int USUAL_MS = 150;
  private static final int LONGEST_MS = 2500;
  private static final double MARGIN = 1.3;
  private static final double DECAY = 0.95;
  private static final int HOPELESS = 20;
  private static final int REMEMBERED = 128;

  private final Consumer<LivePicture> sink;
  private final Map<String, Lane> lanes = new HashMap<>();

  private record Waiting(LivePicture picture, long sinceNanos) {
    private FrameId id() {
      return picture.frame().id();
    }
  }

  private record Arrival(FrameId id, long nanos) {}

  BoxJoin(Consumer<LivePicture> sink) {
    this.sink = sink;
  }

  /** Takes a frame. */
  void frame(LivePicture picture, long nanos) {
    lane(picture.camera()).frame(picture, nanos);
  }

  /** Takes the detections of a frame. */
  void detections(FrameDetections seen, long nanos) {
    lane(seen.camera()).detections(seen, nanos);
  }

  /** Hands over frames that have waited long enough. */
  void expire(long nanos) {
    lanes.values().forEach(lane -> lane.expire(nanos));
  }

  /** The time until the next frame has waited long enough, up to a limit. */
  Duration next(long nanos, Duration most) {
    long least = most.toNanos();
    for (Lane lane : lanes.values()) {
      @Nullable Waiting first = lane.waiting.peekFirst();
      if (first != null) {
        least = Math.min(least, first.sinceNanos() + lane.patience() - nanos);
      }
    }
    return Duration.ofNanos(Math.max(0, least));
  }

  /** Forgets all cameras but some. */
  void retain(java.util.Set<String> cameras) {
    lanes.keySet().retainAll(cameras);
  }

  private Lane lane(String camera) {
    return lanes.computeIfAbsent(camera, ignored -> new Lane());
  }

  /** The waiting frames of one camera. */
  private final class Lane {
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<FrameId, List<DetectedObject>> early = new LinkedHashMap<>();
    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private long delayNanos;
    private int missed;

    private void frame(LivePicture picture, long nanos) {
      FrameId id = picture.frame().id();
      arrivals.addLast(new Arrival(id, nanos));
      if (arrivals.size() > REMEMBERED) {
        arrivals.removeFirst();
      }
      waiting.addLast(new Waiting(picture, nanos));
      if (early.containsKey(id)) {
        releaseTo(id);
      }
      expire(nanos);
    }

    private void detections(FrameDetections seen, long nanos) {
      FrameId id = seen.frameId();
      missed = 0;
      early.put(id, seen.objects());
      if (early.size() > REMEMBERED) {
        early.remove(early.keySet().iterator().next());
      }
      learn(id, nanos);
      if (waiting.stream().anyMatch(one -> one.id().equals(id))) {
        releaseTo(id);
      }
    }

    /** Notes the time that a frame's detections took, also if it was shown without them. */
    private void learn(FrameId id, long nanos) {
      arrivals.removeIf(
          arrival -> {
            boolean isIt = arrival.id().equals(id);
            if (isIt) {
              delayNanos = Math.max((long) (delayNanos * DECAY), nanos - arrival.nanos());
            }
            return isIt;
          });
    }

    /**
     * Hands over all frames up to one: detections come in order, so that earlier frames have none.
     */
    private void releaseTo(FrameId last) {
      boolean isLast = false;
      while (!isLast && !waiting.isEmpty()) {
        Waiting first = waiting.removeFirst();
        isLast = first.id().equals(last);
        sink.accept(first.picture().with(early.remove(first.id())));
      }
    }

    private void expire(long nanos) {
      while (!waiting.isEmpty() && nanos - waiting.getFirst().sinceNanos() >= patience()) {
        Waiting first = waiting.removeFirst();
        @Nullable List<DetectedObject> seen = early.remove(first.id());
        missed = seen == null ? missed + 1 : 0;
        sink.accept(first.picture().with(seen));
      }
    }

    private long patience() {
      if (missed >= HOPELESS) {
        return 0;
      }
      long lately = (long) (delayNanos * MARGIN);
      long longest = Duration.ofMillis(LONGEST_MS).toNanos();
      boolean isTooLate = delayNanos > longest;
      long wait = Math.max(Duration.ofMillis(USUAL_MS).toNanos(), isTooLate ? 0 : lately);
      return Math.min(wait, longest);
    }
  }
}
