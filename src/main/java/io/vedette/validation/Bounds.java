package io.vedette.validation;

import java.time.Instant;

/**
 * The bounds of all values in records: wide enough for all that this program writes, small enough
 * for the calculations with them and for the storage of them.
 */
public final class Bounds {
  /** The most bytes of a JSON value. */
  public static final int JSON_BYTES = 1 << 20;

  /** The most bytes of a camera's settings, of which many versions are in memory. */
  public static final int CAMERA_BYTES = 64 << 10;

  /** The greatest depth of a JSON value. */
  public static final int JSON_DEPTH = 16;

  /** The most objects in one detection; the tracker's effort grows with the third power. */
  public static final int OBJECTS = 1000;

  /** The most tracks of one camera at once. */
  public static final int TRACKS = 1000;

  /** The most entries of other lists and groups. */
  public static final int ENTRIES = 1000;

  /** The most characters of a name: a label, zone, line, rule or node. */
  public static final int NAME = 100;

  /** The most characters of a text made of names. */
  public static final int JOINED_NAMES = 500;

  /** The most characters of a text for people. */
  public static final int TEXT = 10_000;

  /** The most characters of a header's value. */
  public static final int HEADER = 1000;

  /** The most headers of a record. */
  public static final int HEADERS = 100;

  /**
   * The highest session: sessions begin at the milliseconds of the owners topic's creation, and
   * count claims.
   */
  public static final long SESSION = 10_000_000_000_000L;

  /** The highest count of frames, tracks or offsets: numbers up to it are exact in a double. */
  public static final long COUNT = 1L << 53;

  /** The highest count of objects, partitions or steps. */
  public static final int SMALL_COUNT = 1_000_000;

  /** The greatest width or height of a picture, in pixels. */
  public static final int PIXELS = 100_000;

  /** The longest duration, in whatever unit. */
  public static final long DURATION = 1_000_000_000_000L;

  /** The most bytes of a camera's stored state. */
  public static final int STATE_BYTES = 4 << 20;

  /** The earliest time. */
  public static final Instant EARLIEST = Instant.EPOCH;

  /** The latest time, exclusive: spans until then fit into nanoseconds. */
  public static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private Bounds() {}

  /** Whether a time is within the bounds. */
  public static boolean isTime(Instant time) {
    return !time.isBefore(EARLIEST) && time.isBefore(LATEST);
  }

  /** A record's time stamp, moved into the bounds; ms since the epoch. */
  public static long recordMillis(long timestamp) {
    return Math.max(0, Math.min(LATEST.toEpochMilli() - 1, timestamp));
  }

  /** A record's time stamp, moved into the bounds, as a time. */
  public static Instant recordTime(long timestamp) {
    return Instant.ofEpochMilli(recordMillis(timestamp));
  }

  /**
   * A time within the bounds.
   *
   * @param what the value's name, as {@code frame.captured_at}
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
