package io.vedette.hostile;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Packets of an MPEG transport stream (ISO 13818-1). */
final class TransportStream {
  private static final int PACKET = 188;
  private static final int STREAMS = 30;
  private static final int H264 = 0x1B;
  private static final int MAP_PID = 0x100;

  private TransportStream() {}

  /** The table of one program. */
  static byte[] programs() {
    return table(
        0, ByteBuffer.allocate(4).putShort((short) 1).putShort((short) (0xE000 | MAP_PID)));
  }

  /** A program's streams, others for each number. */
  static byte[] streams(int number) {
    ByteBuffer body = ByteBuffer.allocate(4 + 5 * STREAMS);
    body.putShort((short) 0xE200).putShort((short) 0xF000);
    for (int i = 0; i < STREAMS; i++) {
      int pid = 0x200 + number * STREAMS + i;
      body.put((byte) H264).putShort((short) (0xE000 | pid)).putShort((short) 0xF000);
    }
    return table(2, body);
  }

  /** A packet with a section. */
  static byte[] section(int pid, byte[] section) {
    byte[] packet = new byte[PACKET];
    Arrays.fill(packet, (byte) 0xFF);
    ByteBuffer.wrap(packet)
        .put((byte) 0x47)
        .putShort((short) (0x4000 | pid))
        .put((byte) 0x10)
        .put((byte) 0)
        .put(section);
    return packet;
  }

  /** A packet that begins a picture of no known length. */
  static byte[] payload(int pid) {
    byte[] packet = new byte[PACKET];
    ByteBuffer.wrap(packet)
        .put((byte) 0x47)
        .putShort((short) (0x4000 | pid))
        .put((byte) 0x10)
        .put(new byte[] {0, 0, 1, (byte) 0xE0, 0, 0, (byte) 0x80, 0, 0});
    return packet;
  }

  /** A packet that goes on with what another one began. */
  static byte[] more(int pid) {
    byte[] packet = new byte[PACKET];
    Arrays.fill(packet, (byte) 'x');
    ByteBuffer.wrap(packet).put((byte) 0x47).putShort((short) pid).put((byte) 0x10);
    return packet;
  }

  private static byte[] table(int id, ByteBuffer body) {
    int length = 5 + body.capacity() + 4;
    ByteBuffer section = ByteBuffer.allocate(3 + length);
    section.put((byte) id).putShort((short) (0xB000 | length));
    section.putShort((short) 1).put((byte) 0xC1).put((byte) 0).put((byte) 0).put(body.array());
    section.putInt(checksum(section.array(), section.position()));
    return section.array();
  }

  private static int checksum(byte[] bytes, int length) {
    int sum = -1;
    for (int i = 0; i < length; i++) {
      for (int bit = 7; bit >= 0; bit--) {
        boolean isSet = (sum >>> 31 ^ bytes[i] >> bit & 1) != 0;
        sum = sum << 1 ^ (isSet ? 0x04C11DB7 : 0);
      }
    }
    return sum;
  }
}
