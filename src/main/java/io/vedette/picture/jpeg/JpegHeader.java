package io.vedette.picture.jpeg;

import io.vedette.geometry.Size;
import io.vedette.runtime.Failure;
import io.vedette.text.Count;

/** The size of a JPEG, read without decoding it (ITU-T T.81, annex B). Thread-safe. */
public final class JpegHeader {
  private static final int MARKER = 0xFF;
  private static final int START_OF_IMAGE = 0xFFD8;
  private static final int FIRST_FRAME_HEADER = 0xC0;
  private static final int LAST_FRAME_HEADER = 0xCF;
  private static final int FRAME_HEADER_SIZE = 9;

  private JpegHeader() {}

  /**
   * The picture's size in pixels.
   *
   * @throws Failure of action SKIP when the bytes are no JPEG
   */
  public static Size size(byte[] jpeg) {
    if (jpeg.length < 4 || at16(jpeg, 0) != START_OF_IMAGE) {
      throw Failure.skip(
          "not a JPEG: " + Count.bytes(jpeg.length) + " without its first marker", null);
    }
    int position = 2;
    while (position + FRAME_HEADER_SIZE <= jpeg.length && at(jpeg, position) == MARKER) {
      int marker = at(jpeg, position + 1);
      if (isFrameHeader(marker)) {
        return size(at16(jpeg, position + 7), at16(jpeg, position + 5));
      }
      position += marker == MARKER ? 1 : 2 + at16(jpeg, position + 2);
    }
    throw Failure.skip("broken JPEG: no frame header in " + Count.bytes(jpeg.length), null);
  }

  /**
   * The picture's size, if it may be decoded.
   *
   * @throws Failure of action SKIP when the bytes are no JPEG or the picture is too large
   */
  public static Size decodableSize(byte[] jpeg) {
    Size size = size(jpeg);
    if (size.area() > JpegDecoder.LARGEST_AREA) {
      throw Failure.skip(
          "JPEG of %s is too large; at most %d pixels are decoded"
              .formatted(size, JpegDecoder.LARGEST_AREA),
          null);
    }
    return size;
  }

  private static Size size(int width, int height) {
    if (width == 0 || height == 0) {
      throw Failure.skip("broken JPEG: size " + width + "x" + height, null);
    }
    return new Size(width, height);
  }

  /** C0–CF start a frame, but for the tables C4 and CC and the reserved C8. */
  private static boolean isFrameHeader(int marker) {
    return marker >= FIRST_FRAME_HEADER
        && marker <= LAST_FRAME_HEADER
        && marker != 0xC4
        && marker != 0xC8
        && marker != 0xCC;
  }

  private static int at(byte[] bytes, int index) {
    return bytes[index] & 0xFF;
  }

  private static int at16(byte[] bytes, int index) {
    return at(bytes, index) << 8 | at(bytes, index + 1);
  }
}
