package io.vedette.camera.input;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vedette.camera.http.HttpSource;
import io.vedette.camera.http.MotionJpeg;
import io.vedette.camera.link.Traffic;
import java.util.function.Supplier;

/**
 * The whole JPEGs of an HTTP camera, written as parts with a length for FFmpeg's {@code mpjpeg}
 * demuxer, whose memory grows far beyond what it reads if parts have no length. An answer with a
 * single picture is requested again and again. Confined to the reading thread; caller closes.
 */
final class JpegFeed implements ByteFeed, AutoCloseable {
  /** FFmpeg's name of the format of these bytes. */
  static final String FORMAT = "mpjpeg";

  private static final String HEADER =
      "\r\n--b\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n";

  private final Supplier<HttpSource> nextStill;
  private final Traffic traffic;
  private final long largest;
  private HttpSource source;
  private MotionJpeg pictures;
  private byte[] header = {};
  private int given;

  /**
   * @param source the answer whose body is pictures; closed by this
   * @param nextStill waits until the next still picture is due, and requests it
   * @param largest largest number of bytes of a picture
   */
  JpegFeed(HttpSource source, Supplier<HttpSource> nextStill, Traffic traffic, long largest) {
    this.source = source;
    this.nextStill = nextStill;
    this.traffic = traffic;
    this.largest = largest;
    this.pictures = source.pictures(largest);
  }

  @Override
  public int read(byte[] into, int most) {
    if (given == header.length + pictures.length() && !next()) {
      return 0;
    }
    boolean isHeader = given < header.length;
    byte[] bytes = isHeader ? header : pictures.bytes();
    int from = isHeader ? given : given - header.length;
    int length = isHeader ? header.length : pictures.length();
    int count = Math.min(most, length - from);
    System.arraycopy(bytes, from, into, 0, count);
    given += count;
    return count;
  }

  /** The arrival time of the present picture's first bytes, by {@link System#nanoTime}. */
  long arrivedNanos() {
    return pictures.arrivedNanos();
  }

  @Override
  public void close() {
    source.close();
  }

  private boolean next() {
    boolean isThere = pictures.next() || nextOfStills();
    header = isThere ? HEADER.formatted(pictures.length()).getBytes(US_ASCII) : new byte[0];
    given = 0;
    traffic.message(); // a picture may be of four bytes
    return isThere;
  }

  private boolean nextOfStills() {
    boolean isStill = pictures.count() == 1 && !source.isMultipart();
    if (!isStill) {
      return false;
    }
    source.close();
    source = nextStill.get();
    pictures = source.pictures(largest);
    return pictures.next();
  }
}
