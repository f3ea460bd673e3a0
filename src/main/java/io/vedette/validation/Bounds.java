package io.vedette.validation;

import java.time.Instant;

/**
 * The bounds of all values in records: wide enough for all that this program writes, small enough
 * for the calculations with them and for the storage of them.
 */
public final class Bounds {
  /** Bytes of a JSON value. */
  public static final int JSON_BYTES = 1 << 20;

  /** Bytes of a camera's settings; many versions of them are kept in memory. */
  public static final int CAMERA_BYTES = 64 << 10;

  /** Objects within objects, or arrays, of a JSON value. */
  public static final int JSON_DEPTH = 16;

  /** Objects in one detection; the tracker's effort grows with the third power. */
  public static final int OBJECTS = 1000;

  /** Tracks that are followed of one camera at once. */
  public static final int TRACKS = 1000;

  /** Entries of other lists and groups. */
  public static final int ENTRIES = 1000;

  /** Characters of a name: a label, zone, line, rule or node. */
  public static final int NAME = 100;

  /** Characters of a text made of names. */
  public static final int JOINED_NAMES = 500;

  /** Characters of a text for people. */
  public static final int TEXT = 10_000;

  /** Characters of a header's value that is read. */
  public static final int HEADER = 1000;

  /** Headers of a record that are read. */
  public static final int HEADERS = 100;

  /** Sessions begin at the milliseconds of when the owners topic was made, and count claims. */
  public static final long SESSION = 10_000_000_000_000L;

  /** Frames of a session, tracks of a camera, offsets: what a double holds exactly. */
  public static final long COUNT = 1L << 53;

  /** Objects, partitions, steps. */
  public static final int SMALL_COUNT = 1_000_000;

  /** Width or height of a picture in pixels. */
  public static final int PIXELS = 100_000;

  /** Microseconds, milliseconds and seconds that anything takes. */
  public static final long DURATION = 1_000_000_000_000L;

  /** Bytes of what is kept of one camera between two frames. */
  public static final int STATE_BYTES = 4 << 20;

  /** The first time there is. */
  public static final Instant EARLIEST = Instant.EPOCH;

  /** The first time that is too late: spans until then fit into nanoseconds. */
  public static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private Bounds() {}

  /** Whether a time is one. */
  public static boolean isTime(Instant time) {
    return !time.isBefore(EARLIEST) && time.isBefore(LATEST);
  }

  /** When a record says that it was written, brought within the bounds; ms since the epoch. */
  public static long recordMillis(long timestamp) {
    return Math.max(0, Math.min(LATEST.toEpochMilli() - 1, timestamp));
  }

  /** The same as a time. */
  public static Instant recordTime(long timestamp) {
    return Instant.ofEpochMilli(recordMillis(timestamp));
  }

  /**
   * A time within the bounds.
   *
   * @param what it is, as {@code frame.captured_at}
   * @throws IllegalArgumentException when it is out of them
   */
  public static Instant time(String what, Instant time) {
    if (!isTime(time)) {
      throw new IllegalArgumentException(
          what + ": expected a time from 1970 to 2200, found " + time);
    }
    return time;
  }

  /**
   * A number within bounds.
   *
   * @throws IllegalArgumentException when it is out of them
   */
  public static long number(String what, long number, long least, long most) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "%s: expected a number from %d to %d, found %d".formatted(what, least, most, number));
    }
    return number;
  }
}
