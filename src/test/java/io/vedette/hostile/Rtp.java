package io.vedette.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** RTP packets and the small pictures in them that claim much. */
final class Rtp {
  private static final int HEADER = 12;
  private int sequence;
  private int stamp;

  /** A packet of the one stream, without its frame of the RTSP connection. */
  byte[] packet(boolean isLast, byte... payload) {
    ByteBuffer packet = ByteBuffer.allocate(HEADER + payload.length);
    packet.put((byte) 0x80).put((byte) (isLast ? 0xE0 : 0x60));
    packet.putShort((short) sequence++).putInt(stamp).putInt(1).put(payload);
    stamp += isLast ? 3600 : 0;
    return packet.array();
  }

  /** The packet as the RTSP connection carries it. */
  byte[] interleaved(boolean isLast, byte... payload) {
    return interleave(0, packet(isLast, payload));
  }

  static byte[] interleave(int channel, byte[] packet) {
    ByteBuffer framed = ByteBuffer.allocate(4 + packet.length);
    framed.put((byte) '$').put((byte) channel).putShort((short) packet.length).put(packet);
    return framed.array();
  }

  /** An H.264 sequence parameter set (Annex 7.3.2.1.1), of high profile's simplest form. */
  static byte[] sps(int width, int height, int references) {
    Bits bits = new Bits();
    bits.write(0x67, 8).write(66, 8).write(0, 8).write(62, 8); // baseline, level 6.2
    bits.golomb(0).golomb(0).golomb(2).golomb(references).write(0, 1);
    bits.golomb(width / 16 - 1).golomb(height / 16 - 1).write(1, 1); // frames only
    bits.write(1, 1).write(0, 1).write(0, 1).write(1, 1);
    return bits.bytes();
  }

  static byte[] pps() {
    Bits bits = new Bits();
    bits.write(0x68, 8).golomb(0).golomb(0).write(0, 1).write(0, 1).golomb(0).golomb(0).golomb(0);
    bits.write(0, 1).write(0, 2).golomb(0).golomb(0).golomb(0).write(0, 1).write(0, 1).write(0, 1);
    bits.write(1, 1);
    return bits.bytes();
  }

  /** The beginning of a slice of few bytes: a key picture, or one that refers to others. */
  static byte[] slice(boolean isKey, int number) {
    Bits bits = new Bits();
    bits.write(isKey ? 0x65 : 0x61, 8).golomb(0).golomb(isKey ? 7 : 5).golomb(0);
    bits.write(number & 15, 4);
    if (isKey) {
      bits.golomb(number & 1).write(0, 2);
    } else {
      bits.write(0, 1).write(0, 1).write(0, 1);
    }
    bits.golomb(0).golomb(1).write(1, 1);
    return bits.bytes();
  }

  /** A VP8 key picture (RFC 6386, 9.1) of a size, behind RTP's descriptor. */
  static byte[] vp8(int width, int height) {
    return new byte[] {
      0x10,
      0x10,
      0x02,
      0,
      (byte) 0x9D,
      1,
      0x2A,
      (byte) width,
      (byte) (width >> 8),
      (byte) height,
      (byte) (height >> 8),
      0,
      0,
      0,
      0
    };
  }

  /** Bits, the first of a byte highest; closed with ones and zeros as a NAL unit is. */
  private static final class Bits {
    private final StringBuilder text = new StringBuilder();

    private Bits write(int value, int count) {
      for (int bit = count - 1; bit >= 0; bit--) {
        text.append(value >> bit & 1);
      }
      return this;
    }

    private Bits golomb(int value) {
      String digits = Integer.toBinaryString(value + 1);
      text.append("0".repeat(digits.length() - 1)).append(digits);
      return this;
    }

    private byte[] bytes() {
      while (text.length() % 8 != 0) {
        text.append('0');
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int i = 0; i < text.length(); i += 8) {
        int unit = Integer.parseInt(text.substring(i, i + 8), 2);
        byte[] done = out.toByteArray();
        int length = done.length;
        if (unit <= 3 && length > 1 && done[length - 1] == 0 && done[length - 2] == 0) {
          out.write(3); // no start code within
        }
        out.write(unit);
      }
      return out.toByteArray();
    }
  }
}
