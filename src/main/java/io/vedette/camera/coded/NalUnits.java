package io.vedette.camera.coded;

import java.nio.ByteBuffer;

/**
 * The NAL units of some bytes, one after the other: with start codes (Annex B), or each with its
 * length in front (avcC, hvcC). Confined to one thread.
 */
final class NalUnits {
  private static final int START_CODE = 3;

  private final ByteBuffer bytes;
  private final int lengthBytes;
  private int start;
  private int from;

  /**
   * @param bytes to read, from index 0 to their limit
   * @param lengthBytes number of bytes of each length; 0 for start codes
   */
  NalUnits(ByteBuffer bytes, int lengthBytes) {
    this.bytes = bytes;
    this.lengthBytes = lengthBytes;
  }

  /** Goes to the next unit of at least one byte; returns false at the end. */
  boolean next() {
    if (lengthBytes == 0) {
      start = startCode(from) + START_CODE;
      from = start;
    } else {
      start = Math.min(from + lengthBytes, bytes.limit());
      from = (int) Math.min(bytes.limit(), start + length(from));
    }
    return start < bytes.limit();
  }

  /** The index of the present unit's first byte, that of its header. */
  int start() {
    return start;
  }

  /** The index behind the present unit's last byte. */
  int end() {
    return lengthBytes == 0 ? startCode(start) : from;
  }

  /** A byte of the present unit, counted from its header; 0 behind the end of all bytes. */
  int at(int index) {
    int place = start + index;
    return place < bytes.limit() ? bytes.get(place) & 0xff : 0;
  }

  private long length(int place) {
    long length = 0;
    for (int i = 0; i < lengthBytes; i++) {
      length = (length << 8) | (place + i < bytes.limit() ? bytes.get(place + i) & 0xff : 0);
    }
    return length;
  }

  /** The index of the next start code; the limit where there is none. */
  private int startCode(int first) {
    int last = bytes.limit() - START_CODE;
    int i = first;
    while (i <= last) {
      int third = bytes.get(i + 2) & 0xff;
      if (third > 1) {
        i += START_CODE; // no start code goes through it
      } else if (third == 1 && bytes.get(i) == 0 && bytes.get(i + 1) == 0) {
        return i;
      } else {
        i++;
      }
    }
    return bytes.limit();
  }
}
