package io.vedette.camera.http;

/**
 * The search for the end of a JPEG (ISO 10918-1, annex B) while its bytes arrive. Segments are
 * skipped by their length, so that the end of a thumbnail within one does not count. Confined to
 * one thread.
 */
final class JpegEnd {
  /** The part of the picture in which the bytes inspected so far end. */
  private enum Place {
    BETWEEN_SEGMENTS,
    MARKER,
    LENGTH,
    REST_OF_LENGTH,
    SEGMENT,
    SCAN,
    MARKER_IN_SCAN
  }

  private static final int UNIT = 0xFF;
  private static final int STUFFED = 0x00;
  private static final int FIRST_RESTART = 0xD0;
  private static final int LAST_RESTART = 0xD7;
  private static final int START_OF_IMAGE = 0xD8;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;
  private static final int TEMPORARY = 0x01;
  private static final int LENGTH_BYTES = 2;

  private Place place = Place.BETWEEN_SEGMENTS;
  private boolean isScanNext;
  private int segmentLeft;

  /**
   * Inspects further bytes.
   *
   * @param from index of the first byte that was not inspected; for a new picture, of its third
   *     byte
   * @return the index behind the picture; where its end marker is missing, the index of the next
   *     picture; -1 if the picture goes on
   */
  int find(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (place == Place.SEGMENT) {
        int passed = Math.min(segmentLeft, to - i);
        segmentLeft -= passed;
        i += passed;
        place = segmentLeft > 0 ? place : behindSegment();
        continue;
      }
      int unit = bytes[i] & UNIT;
      i++;
      if (isMarker() && unit == END_OF_IMAGE) {
        return i;
      }
      if (isMarker() && unit == START_OF_IMAGE) {
        return i - 2;
      }
      place = after(unit);
    }
    return -1;
  }

  private boolean isMarker() {
    return place == Place.MARKER || place == Place.MARKER_IN_SCAN;
  }

  private Place after(int unit) {
    return switch (place) {
      case BETWEEN_SEGMENTS -> unit == UNIT ? Place.MARKER : place;
      case SCAN -> unit == UNIT ? Place.MARKER_IN_SCAN : place;
      case MARKER -> isAlone(unit) ? Place.BETWEEN_SEGMENTS : marked(unit);
      case MARKER_IN_SCAN -> isAlone(unit) ? Place.SCAN : marked(unit);
      case LENGTH -> {
        segmentLeft = unit << Byte.SIZE;
        yield Place.REST_OF_LENGTH;
      }
      case REST_OF_LENGTH, SEGMENT -> {
        segmentLeft = segmentLeft + unit - LENGTH_BYTES;
        yield segmentLeft > 0 ? Place.SEGMENT : behindSegment();
      }
    };
  }

  /** Whether a marker has no segment: part of the data of a scan, or without a meaning. */
  private static boolean isAlone(int marker) {
    boolean isRestart = marker >= FIRST_RESTART && marker <= LAST_RESTART;
    return isRestart || marker == STUFFED || marker == TEMPORARY;
  }

  private Place marked(int marker) {
    if (marker == UNIT) {
      return place; // markers may be filled up with any number of these
    }
    isScanNext = marker == START_OF_SCAN;
    return Place.LENGTH;
  }

  private Place behindSegment() {
    return isScanNext ? Place.SCAN : Place.BETWEEN_SEGMENTS;
  }
}
