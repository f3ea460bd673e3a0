package io.vedette.detect;

import io.vedette.detect.schedule.FrameScheduler;
import io.vedette.transport.frame.FrameConsumer;

/**
 * The pausing of reads while enough frames wait, or while results cannot be published; reading
 * resumes before the lane runs dry. Confined to the polling thread.
 */
final class Throttle {
  private static final int WAITING_BATCHES = 8;

  /**
   * The factor by which more is read under overload: the newest frames are found only by reading
   * on.
   */
  private static final int READ_ON = 8;

  private final int batch;
  private boolean isPaused;

  /**
   * @param batch most frames of a batch
   */
  Throttle(int batch) {
    this.batch = batch;
  }

  /** Pauses or resumes the consumer; frames that cannot be admitted yet pause it, too. */
  void apply(FrameConsumer consumer, FrameScheduler scheduler) {
    boolean isOverloaded = scheduler.isOverloaded();
    int most = WAITING_BATCHES * batch * (isOverloaded ? READ_ON : 1);
    boolean isFull = scheduler.open() >= most || scheduler.hasArrived();
    if (isFull != isPaused && (isFull || scheduler.waiting() < 2 * batch || isOverloaded)) {
      isPaused = isFull;
    }
    if (isPaused) {
      consumer.pause(); // also partitions that came meanwhile
    } else {
      consumer.resume();
    }
  }
}
