package io.vedette.camera;

import io.vedette.frame.CaptureClock;
import java.time.Duration;
import java.util.Arrays;

/**
 * The capture times of the pictures in a decoder, by presentation time stamp: from the camera's
 * sender reports if they are plausible, else from the times of arrival. Pictures may arrive late
 * and out of order. So the picture with the shortest delay is the reference: the others are dated
 * by the distance of their time stamps from its time stamp. Confined to one thread.
 */
final class CaptureTimes {
  /** A capture time, in µs since the epoch, and the clock that it comes from. */
  record Capture(long micros, CaptureClock clock) {}

  /**
   * The number of packets remembered: more than decoders and {@link
   * io.vedette.camera.decode.LazyDecoder} hold back.
   */
  private static final int SLOTS = 256;

  /** The number of packets after a reordered one for which the longer limit of delays applies. */
  private static final int REORDERED = 64;

  private static final long NONE = Long.MIN_VALUE;

  /**
   * The largest difference between a sender's clock and its own time stamps; with a larger one, the
   * clock is not used.
   */
  private static final long JUMP_MICROS = 250_000;

  /**
   * The number of packets without a jump after which the sender's clock is used again: a clock may
   * be set once in a long run.
   */
  private static final int STEADY_PACKETS = 1000;

  /**
   * The largest distance of time stamps that are compared; beyond it, their numbering may have
   * begun again.
   */
  private static final long SAME_RUN_MICROS = 10_000_000;

  /** The longest delay of a picture, beyond the shortest delay, for which it is corrected. */
  private static final long LONGEST_HOLD_MICROS = 250_000;

  /** The same for reordered pictures, which wait for those before them. */
  private static final long LONGEST_REORDER_MICROS = 2_000_000;

  private final long toleranceMicros;
  private final double microsPerStamp;
  private final long[] stamps = new long[SLOTS];
  private final long[] senderTimes = new long[SLOTS];
  private final long[] arrivals = new long[SLOTS];
  private int next;
  private long latest = NONE;
  private long senderStamp = NONE;
  private long senderMicros;
  private int unsteadyPackets;
  private int reordered;
  private boolean isDistrusted;

  /**
   * @param tolerance the largest difference from this host's clock with which the camera's clock is
   *     used
   * @param microsPerStamp the unit of presentation time stamps, in µs
   */
  CaptureTimes(Duration tolerance, double microsPerStamp) {
    toleranceMicros = tolerance.toMillis() * 1000;
    this.microsPerStamp = microsPerStamp;
    Arrays.fill(stamps, NONE);
  }

  /**
   * Notes a packet. A sender's time that is far off is ignored: its clock is wrong, or FFmpeg
   * combined a time stamp with a sender report of an earlier numbering.
   *
   * @param stamp its presentation time stamp, in the stream's unit
   * @param hostMicros when it came, by this host's clock, in µs since the epoch
   * @param rtcpMicros when it was captured, by the camera's clock, in µs since the epoch; negative
   *     when not known
   */
  void add(long stamp, long hostMicros, long rtcpMicros) {
    boolean isReported = rtcpMicros >= 0;
    long sent = isReported ? heard(stamp, hostMicros, rtcpMicros) : derived(stamp);
    boolean isBelieved = sent >= 0 && unsteadyPackets == 0;
    isDistrusted = !isBelieved && (isReported || sent >= 0);
    noteOrder(stamp);
    stamps[next] = stamp;
    senderTimes[next] = isBelieved ? sent : NONE;
    arrivals[next] = hostMicros;
    next = (next + 1) % SLOTS;
  }

  private void noteOrder(long stamp) {
    long before = stamps[Math.floorMod(next - 1, SLOTS)];
    boolean isEarlier = stamp != NONE && stamp < before;
    boolean isReordered = isEarlier && (before - stamp) * microsPerStamp <= LONGEST_REORDER_MICROS;
    reordered = isReordered ? REORDERED : Math.max(0, reordered - 1);
  }

  /**
   * The capture time of the picture with a time stamp; later than that of the call before, unless
   * the clock was set back by more than the tolerance.
   */
  Capture take(long stamp) {
    int slot = find(stamp);
    boolean isSenderTime = senderTimes[slot] != NONE;
    long micros = isSenderTime ? senderTimes[slot] : soonest(slot);
    boolean isSetBack = latest != NONE && latest - micros > toleranceMicros;
    long least = latest == NONE || isSetBack ? NONE : latest + 1;
    latest = Math.max(least, micros);
    return new Capture(latest, isSenderTime ? CaptureClock.RTCP : CaptureClock.HOST);
  }

  /**
   * The arrival time of the picture with a time stamp, corrected for its delay, by this host's
   * clock in µs since the epoch.
   */
  long arrival(long stamp) {
    return soonest(find(stamp));
  }

  /** The time that {@link #take} returned last; for {@link #goBackTo}. */
  long latest() {
    return latest;
  }

  /** Goes back to an earlier time: the pictures since then will be asked for again. */
  void goBackTo(long earlier) {
    latest = earlier;
  }

  /**
   * The arrival time of the picture in a slot, had its delay been the shortest of its run; its true
   * arrival where the correction would be larger than delays can be.
   */
  private long soonest(int slot) {
    long arrival = arrivals[slot];
    long soonest = arrival;
    for (int i = 0; i < SLOTS && stamps[slot] != NONE; i++) {
      double apart = (stamps[slot] - stamps[i]) * microsPerStamp;
      if (stamps[i] != NONE && Math.abs(apart) <= SAME_RUN_MICROS) {
        soonest = Math.min(soonest, arrivals[i] + Math.round(apart));
      }
    }
    long longest = reordered > 0 ? LONGEST_REORDER_MICROS : LONGEST_HOLD_MICROS;
    return arrival - soonest <= longest ? soonest : arrival;
  }

  /** The reported time, in µs since the epoch; -1 if it is too far off to be used. */
  private long heard(long stamp, long hostMicros, long rtcpMicros) {
    if (Math.abs(rtcpMicros - hostMicros) > toleranceMicros) {
      senderStamp = NONE;
      return -1;
    }
    boolean isJump = isJump(derived(stamp), rtcpMicros);
    unsteadyPackets = isJump ? STEADY_PACKETS : Math.max(0, unsteadyPackets - 1);
    senderStamp = stamp;
    senderMicros = rtcpMicros;
    return rtcpMicros;
  }

  /**
   * The time of the sender's clock at a time stamp, counted from its last report; negative if not
   * known.
   */
  private long derived(long stamp) {
    if (senderStamp == NONE || stamp == NONE) {
      return -1;
    }
    double passed = (stamp - senderStamp) * microsPerStamp;
    return passed >= 0 && passed <= SAME_RUN_MICROS ? senderMicros + Math.round(passed) : -1;
  }

  private static boolean isJump(long derived, long reported) {
    return derived >= 0 && Math.abs(reported - derived) > JUMP_MICROS;
  }

  /** Whether the camera's clock is too far off, or too unsteady, to be used. */
  boolean isDistrusted() {
    return isDistrusted;
  }

  /** The newest slot with the time stamp, or the newest of all. */
  private int find(long stamp) {
    for (int back = 1; back <= SLOTS; back++) {
      int slot = Math.floorMod(next - back, SLOTS);
      if (stamps[slot] == stamp) {
        return slot;
      }
    }
    return Math.floorMod(next - 1, SLOTS);
  }
}
