package io.vedette.camera.link;

import io.vedette.camera.link.LinkFailure.Kind;
import io.vedette.text.Count;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The count of the bytes and messages received from a camera, by picture and by second, with its
 * limits. Confined to one thread.
 */
public final class Traffic {
  /**
   * The largest number of messages a second: RTP packets, header lines, chunks; a 4K stream has
   * some 5 000.
   */
  static final int MOST_MESSAGES = 100_000;

  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LimitSettings limits;
  private final LongSupplier nanoTime;
  private long windowStart;
  private long windowBytes;
  private int windowMessages;
  private long pictureBytes;

  public Traffic(LimitSettings limits) {
    this(limits, System::nanoTime);
  }

  Traffic(LimitSettings limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.windowStart = nanoTime.getAsLong();
  }

  /**
   * Counts received bytes.
   *
   * @throws LinkFailure when they are too many, since the last picture or within a second
   */
  public void bytes(long count) {
    turn();
    windowBytes += count;
    pictureBytes += count;
    if (pictureBytes > limits.pictureBytes().bytes()) {
      throw new LinkFailure(
          Kind.EXCESSIVE,
          "sent %s without a complete picture; at most %s are read (ingest.limits.picture-bytes)"
              .formatted(Count.bytes(pictureBytes), Count.bytes(limits.pictureBytes().bytes())));
    }
    if (windowBytes > limits.bytesPerSecond().bytes()) {
      throw new LinkFailure(
          Kind.EXCESSIVE,
          "sent more than %s within a second (ingest.limits.bytes-per-second)"
              .formatted(Count.bytes(limits.bytesPerSecond().bytes())));
    }
  }

  /**
   * Counts a message, however small.
   *
   * @throws LinkFailure when they are too many within a second
   */
  public void message() {
    turn();
    windowMessages++;
    if (windowMessages > MOST_MESSAGES) {
      throw new LinkFailure(
          Kind.EXCESSIVE, "sent more than %d messages within a second".formatted(MOST_MESSAGES));
    }
  }

  /** Notes the end of a picture; bytes from now on count for the next. */
  public void picture() {
    pictureBytes = 0;
  }

  private void turn() {
    long now = nanoTime.getAsLong();
    if (now - windowStart > WINDOW_NANOS) {
      windowStart = now;
      windowBytes = 0;
      windowMessages = 0;
    }
  }
}
