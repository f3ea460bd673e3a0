package io.vedette.camera.coded;

import java.nio.ByteBuffer;

/** The bits of a NAL unit, without emulation prevention bytes. Confined to one thread. */
final class NalBits {
  private static final int LONGEST_CODE = 32;

  private final byte[] content;
  private int length;
  private int at;

  /** Bits of a part of some bytes, from an index up to another, which is not included. */
  NalBits(ByteBuffer bytes, int from, int to) {
    content = new byte[Math.max(0, to - from)];
    int zeros = 0;
    for (int i = from; i < to; i++) {
      byte one = bytes.get(i);
      if (zeros >= 2 && one == 3) {
        zeros = 0;
      } else {
        zeros = one == 0 ? zeros + 1 : 0;
        content[length++] = one;
      }
    }
  }

  /** Whether reading went beyond the end. */
  boolean isOver() {
    return at > length * Byte.SIZE;
  }

  void skip(int bits) {
    at += bits;
  }

  boolean flag() {
    return bits(1) == 1;
  }

  /**
   * The next unsigned number; bits behind the end are 0.
   *
   * @param count of its bits, up to 32
   */
  long bits(int count) {
    long value = 0;
    for (int i = 0; i < count; i++, at++) {
      int index = at / Byte.SIZE;
      int bit = index < length ? (content[index] >> (Byte.SIZE - 1 - at % Byte.SIZE)) & 1 : 0;
      value = (value << 1) | bit;
    }
    return value;
  }

  /** The next unsigned Exp-Golomb code; the largest number behind the end. */
  long unsigned() {
    int zeros = 0;
    while (zeros < LONGEST_CODE && !flag()) {
      zeros++;
    }
    return (1L << zeros) - 1 + bits(zeros);
  }
}
