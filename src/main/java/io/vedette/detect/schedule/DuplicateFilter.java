package io.vedette.detect.schedule;

import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The filter for pictures that a camera's former owner has already published: during a hand-over
 * both nodes read the camera, and may have taken the same picture. Confined to the polling thread.
 */
final class DuplicateFilter {
  private static final int REMEMBERED = 8;
  private static final int MOST_REPEATS = 64;
  private static final int TAIL = 4096;
  private static final Duration SAME = Duration.ofMillis(1);
  private static final Duration OVERLAP = Duration.ofSeconds(10);

  private final Map<String, Shown> cameras = new HashMap<>();

  /** The last pictures of a camera's owner and of the one before. */
  private static final class Shown {
    private long session = Long.MIN_VALUE;
    private long[] before = new long[REMEMBERED];
    private long[] marks = new long[REMEMBERED];
    private Instant lastBefore = Instant.MIN;
    private Instant last = Instant.MIN;
    private long appendedBefore;
    private long appended;
    private boolean isOverlapping;
    private int repeats;
    private int next;

    private void begin(long newer) {
      session = newer;
      before = marks;
      lastBefore = last;
      appendedBefore = appended;
      marks = new long[REMEMBERED];
      isOverlapping = true;
      repeats = 0;
    }

    private boolean isRepeat(Frame frame, long mark, long appendedMillis) {
      boolean isShown = lastBefore.isAfter(Instant.MIN) && isInTime(frame);
      if (appendedMillis - appendedBefore <= OVERLAP.toMillis()) {
        for (long known : before) {
          isShown |= known == mark;
        }
      }
      // A picture that never changes is no repeat for ever.
      isOverlapping &= isShown && repeats++ < MOST_REPEATS;
      return isOverlapping;
    }

    /**
     * Whether a frame is of the time that both owners read, by the camera's own clock, which both
     * have.
     */
    private boolean isInTime(Frame frame) {
      return frame.clock() == CaptureClock.RTCP
          && !frame.capturedAt().isAfter(lastBefore.plus(SAME))
          && frame.capturedAt().isAfter(lastBefore.minus(OVERLAP));
    }

    private void show(Frame frame, long mark, long appendedMillis) {
      appended = appendedMillis;
      marks[next] = mark;
      next = (next + 1) % REMEMBERED;
      last = frame.clock() == CaptureClock.RTCP ? frame.capturedAt() : last;
    }
  }

  /**
   * Notes a frame; true when it shows what the owner before has shown. Recordings are never
   * repeats: whoever reads one begins where it begins.
   *
   * @param appendedMillis when it came into Kafka, by Kafka's clock: a camera that shows the same
   *     long after it was last read is not being handed over
   */
  boolean isRepeat(Frame frame, long appendedMillis) {
    if (frame.clock() == CaptureClock.FILE) {
      return false;
    }
    Shown shown = cameras.computeIfAbsent(frame.id().camera(), camera -> new Shown());
    long mark = mark(frame.jpeg());
    if (frame.id().session() > shown.session) {
      shown.begin(frame.id().session());
    }
    if (shown.isOverlapping && shown.isRepeat(frame, mark, appendedMillis)) {
      return true;
    }
    shown.show(frame, mark, appendedMillis);
    return false;
  }

  /**
   * Length and a check over the end, which differ as soon as any of the picture does; never 0,
   * which stands for no picture.
   */
  private static long mark(byte[] jpeg) {
    CRC32C check = new CRC32C();
    int tail = Math.min(TAIL, jpeg.length);
    check.update(jpeg, jpeg.length - tail, tail);
    return ((jpeg.length + 1L) << Integer.SIZE) | check.getValue();
  }
}
