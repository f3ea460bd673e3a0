package io.vedette.camera.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.link.LinkFailure.Kind;
import io.vedette.text.Count;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The JPEGs of a motion JPEG stream, each found by its own markers: cameras disagree about
 * boundaries, header fields, ends of lines and what comes first. A length in a part's header ends a
 * picture that has no end of its own. Confined to one thread.
 */
public final class MotionJpeg {
  /** A source of bytes; each call reads at least one, and returns their number, or 0 at the end. */
  @FunctionalInterface
  interface Bytes {
    int read(byte[] into, int most);
  }

  /** Most bytes from one picture to the next: a boundary, header fields, parts of other types. */
  static final int MOST_BETWEEN = 1 << 16;

  private static final long UNKNOWN = Long.MAX_VALUE;
  private static final int READ_AT_ONCE = 1 << 15;
  private static final int UNIT = 0xFF;
  private static final int START_OF_IMAGE = 0xD8;
  private static final int START_BYTES = 2;
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:\\s*+(\\d{1,18})\\b");
  private static final Pattern TYPE = Pattern.compile("(?im)^content-type:\\s*+([\\w./+-]{1,99})");

  private final Bytes source;
  private final long largest;
  private final byte[] incoming = new byte[READ_AT_ONCE];
  private byte[] bytes = new byte[2 * READ_AT_ONCE];
  private int filled;
  private int length;
  private int count;
  private long filledNanos;
  private long arrivedNanos;
  private long partLength = UNKNOWN;

  MotionJpeg(Bytes source, long largest) {
    this.source = source;
    this.largest = largest;
  }

  /**
   * Reads the next picture.
   *
   * @return false at the end of the stream
   * @throws LinkFailure when the bytes are no picture, or more than a picture may have
   */
  public boolean next() {
    drop(length);
    boolean isThere = seek();
    length = isThere ? end() : 0;
    count += length > 0 ? 1 : 0;
    return length > 0;
  }

  /**
   * An array that begins with the last picture, of {@link #length} bytes; valid until the next one
   * is read.
   */
  public byte[] bytes() {
    return bytes;
  }

  /** The number of bytes of the last picture. */
  public int length() {
    return length;
  }

  /** The number of pictures read so far. */
  public int count() {
    return count;
  }

  /** The arrival time of the last picture's first bytes, by {@link System#nanoTime}. */
  public long arrivedNanos() {
    return arrivedNanos;
  }

  /** Skips the bytes before the next picture; returns false where there is none. */
  private boolean seek() {
    long padding = partLength == UNKNOWN ? 0 : Math.max(0, partLength - length);
    int looked = 0;
    while (true) {
      int start = start(looked);
      if (start >= 0) {
        partLength = announced(start);
        arrivedNanos = filledNanos;
        drop(start);
        return true;
      }
      if (filled > MOST_BETWEEN + padding) {
        announced(filled);
        throw noPicture();
      }
      looked = Math.max(0, filled - START_BYTES);
      if (!fill()) {
        return false;
      }
    }
  }

  private int start(int from) {
    for (int i = from; i + START_BYTES < filled; i++) {
      if ((bytes[i] & UNIT) == UNIT
          && (bytes[i + 1] & UNIT) == START_OF_IMAGE
          && (bytes[i + START_BYTES] & UNIT) == UNIT) {
        return i;
      }
    }
    return -1;
  }

  /** Reads to the end of the picture; returns its length, or 0 where it is cut off. */
  private int end() {
    JpegEnd end = new JpegEnd();
    int looked = START_BYTES;
    while (true) {
      int to = (int) Math.min(filled, partLength);
      int found = end.find(bytes, looked, to);
      if (found > 0) {
        return found;
      }
      if (to == partLength && isPartOver(to)) {
        return to;
      }
      looked = to;
      if (to == partLength) {
        partLength = UNKNOWN; // it was wrong
      } else if (!fill()) {
        return 0;
      }
    }
  }

  /** Whether a part may end at an index, as far as the bytes read so far show. */
  private boolean isPartOver(int at) {
    return at == filled || bytes[at] == '\r' || bytes[at] == '\n' || bytes[at] == '-';
  }

  /** The length in the header in front of a picture. */
  private long announced(int to) {
    long announced =
        LENGTH
            .matcher(text(to))
            .results()
            .mapToLong(found -> Long.parseLong(found.group(1)))
            .reduce((former, last) -> last)
            .orElse(UNKNOWN);
    if (announced > largest && announced < UNKNOWN) {
      throw tooLarge("announced a picture of " + Count.bytes(announced));
    }
    return announced < START_BYTES ? UNKNOWN : announced;
  }

  private String text(int to) {
    int from = Math.max(0, to - 2 * MOST_BETWEEN);
    return new String(bytes, from, to - from, ISO_8859_1);
  }

  private LinkFailure noPicture() {
    Optional<String> type =
        TYPE.matcher(text(filled))
            .results()
            .map(found -> found.group(1).toLowerCase(Locale.ROOT))
            .filter(name -> !name.matches("image/p?jpe?g"))
            .findFirst();
    return new LinkFailure(
        type.isPresent() ? Kind.UNSUPPORTED_CODEC : Kind.CORRUPT,
        "sent %s without a JPEG%s; of multipart streams motion JPEG is read"
            .formatted(
                Count.bytes(filled), type.map(name -> ", but parts of type " + name).orElse("")));
  }

  private LinkFailure tooLarge(String what) {
    return new LinkFailure(
        Kind.EXCESSIVE,
        "%s; at most %s are read (ingest.limits.picture-bytes)"
            .formatted(what, Count.bytes(largest)));
  }

  private boolean fill() {
    int count = source.read(incoming, incoming.length);
    if (count == 0) {
      return false;
    }
    if (filled > largest + MOST_BETWEEN) {
      throw tooLarge("sent a picture of " + Count.bytes(filled));
    }
    if (filled + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, filled + count));
    }
    filledNanos = System.nanoTime();
    System.arraycopy(incoming, 0, bytes, filled, count);
    filled += count;
    return true;
  }

  private void drop(int count) {
    System.arraycopy(bytes, count, bytes, 0, filled - count);
    filled -= count;
  }
}
