package io.vedette.camera;

import io.vedette.frame.CaptureClock;
import java.time.Duration;
import java.util.Arrays;

/**
 * The capture times of the pictures in a decoder, by presentation timestamp: from the camera's
 * sender reports if they are plausible, else from arrival. Pictures may come in another order than
 * they were taken in, and be held up on their way: counted by the time stamps, the one that came
 * soonest after it was taken dates the others. Confined to one thread.
 */
final class CaptureTimes {
  /** When, in µs since the epoch, and by whose clock. */
  record Capture(long micros, CaptureClock clock) {}

  /** More than are held back, by decoders and while nothing moves. */
  private static final int SLOTS = 256;

  /** So many packets after one that came in another order, others may, too. */
  private static final int REORDERED = 64;

  private static final long NONE = Long.MIN_VALUE;

  /** A sender's clock that jumps further than this against its own time stamps is not believed. */
  private static final long JUMP_MICROS = 250_000;

  /** Until so many packets came without a jump: a clock may be set once in a long run. */
  private static final int STEADY_PACKETS = 1000;

  /** Time stamps further apart than this are of another beginning. */
  private static final long SAME_RUN_MICROS = 10_000_000;

  /** By how much a picture may be held up on its way beyond the one that came soonest. */
  private static final long LONGEST_HOLD_MICROS = 250_000;

  /** The same where pictures come in another order, and wait for those before them. */
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
   * @param tolerance how far the camera's clock may be from this host's and still be believed
   * @param microsPerStamp the unit of presentation time stamps
   */
  CaptureTimes(Duration tolerance, double microsPerStamp) {
    toleranceMicros = tolerance.toMillis() * 1000;
    this.microsPerStamp = microsPerStamp;
    Arrays.fill(stamps, NONE);
  }

  /**
   * Notes a packet. A time that is far off is passed over: a clock is wrong, or FFmpeg dated a
   * packet of one RTP numbering by a sender report of another.
   *
   * @param stamp its presentation time stamp, in the stream's unit
   * @param hostMicros when it came
   * @param rtcpMicros when it was captured by the camera's clock; negative when not known
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
   * When the picture of a stamp was captured; later than that of the call before, unless the clock
   * was set back by more than it can be off.
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

  /** When the picture of a stamp came, by this host's clock, had it not been held up. */
  long arrival(long stamp) {
    return soonest(find(stamp));
  }

  /** The time that was given last; for {@link #goBackTo}. */
  long latest() {
    return latest;
  }

  /** Goes back to an earlier time: what was taken since then will be taken again. */
  void goBackTo(long earlier) {
    latest = earlier;
  }

  /**
   * When the picture in a slot would have come had it taken no longer than any other of its run; as
   * it came where the time stamps are not to be trusted that far.
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

  /** The reported time, or -1 if it is too far off to be used. */
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

  /** What the sender's clock showed at a stamp, by its last word taken; negative if not known. */
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

  /** The newest slot of the stamp, or the newest of all. */
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
