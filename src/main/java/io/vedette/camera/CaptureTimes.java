package io.vedette.camera;

import io.vedette.frame.CaptureClock;
import java.time.Duration;
import java.util.Arrays;

/**
 * Remembers when the pictures in a decoder were captured, by presentation time stamp: from the
 * camera's sender reports where they are believable, else from arrival. Confined to one thread.
 */
final class CaptureTimes {
  /** When, in µs since the epoch, and by whose clock. */
  record Capture(long micros, CaptureClock clock) {}

  /** More than any decoder holds back. */
  private static final int SLOTS = 64;

  private static final long NONE = Long.MIN_VALUE;

  /** A sender's clock that jumps further than this against its own time stamps is not believed. */
  private static final long JUMP_MICROS = 250_000;

  /** Until so many packets came without a jump: a clock may be set once in a long run. */
  private static final int STEADY_PACKETS = 1000;

  /** Time stamps further apart than this are of another beginning. */
  private static final long SAME_RUN_MICROS = 10_000_000;

  private final long toleranceMicros;
  private final double microsPerStamp;
  private final long[] stamps = new long[SLOTS];
  private final long[] micros = new long[SLOTS];
  private final boolean[] isRtcp = new boolean[SLOTS];
  private int next;
  private long latest = NONE;
  private long senderStamp = NONE;
  private long senderMicros;
  private boolean wasTold;
  private int unsteadyPackets;
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
    boolean isTold = rtcpMicros >= 0;
    long sent = isTold ? heard(stamp, hostMicros, rtcpMicros) : derived(stamp);
    boolean isBelieved = sent >= 0 && unsteadyPackets == 0;
    isDistrusted = !isBelieved && (isTold || sent >= 0);
    long arrived = isTold ? hostMicros : unheld(stamp, hostMicros);
    wasTold = isTold;
    stamps[next] = stamp;
    micros[next] = isBelieved ? sent : arrived;
    isRtcp[next] = isBelieved;
    next = (next + 1) % SLOTS;
  }

  /**
   * When the picture of a stamp was captured; later than that of the call before, unless the clock
   * was set back by more than it can be off.
   */
  Capture take(long stamp) {
    int slot = find(stamp);
    boolean isSetBack = latest != NONE && latest - micros[slot] > toleranceMicros;
    long least = latest == NONE || isSetBack ? NONE : latest + 1;
    latest = Math.max(least, micros[slot]);
    return new Capture(latest, isRtcp[slot] ? CaptureClock.RTCP : CaptureClock.HOST);
  }

  /** The time told, or -1 where it is too far off to be taken. */
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
   * When a picture came that has no word of the sender's clock. Among such that have one, FFmpeg
   * held it back until it knew that no more comes.
   */
  private long unheld(long stamp, long hostMicros) {
    int last = Math.floorMod(next - 1, SLOTS);
    long counted = wasTold ? counted(stamps[last], micros[last], stamp) : -1;
    return counted < 0 ? hostMicros : Math.min(counted, hostMicros);
  }

  /** What the sender's clock showed at a stamp, by its last word taken; negative if not known. */
  private long derived(long stamp) {
    return counted(senderStamp, senderMicros, stamp);
  }

  /** The time at a stamp, counted on from another's; negative if that is not of the same run. */
  private long counted(long fromStamp, long fromMicros, long stamp) {
    if (fromStamp == NONE || stamp == NONE) {
      return -1;
    }
    double passed = (stamp - fromStamp) * microsPerStamp;
    return passed >= 0 && passed <= SAME_RUN_MICROS ? fromMicros + Math.round(passed) : -1;
  }

  private static boolean isJump(long derived, long told) {
    return derived >= 0 && Math.abs(told - derived) > JUMP_MICROS;
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
