package io.vedette.camera.rtsp;

import io.vedette.camera.link.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Interleaved packets that arrived before the answer to PLAY, up to a limit, since a key frame can
 * begin with them. Confined to one thread.
 */
final class EarlyPackets {
  /** A packet and its channel. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Packet(int channel, byte[] bytes) {}

  private static final int MOST_BYTES = 4 << 20;

  private final Deque<Packet> packets = new ArrayDeque<>();
  private int bytes;

  /** Reads and keeps the packet that begins with the next byte, which is {@code $}. */
  void take(Connection connection) {
    connection.traffic().message();
    connection.skip(1);
    int channel = connection.read();
    int length = connection.read() << 8 | connection.read();
    if (bytes + length > MOST_BYTES) {
      connection.skip(length);
      return;
    }
    byte[] packet = new byte[length];
    connection.read(packet, 0, length);
    packets.add(new Packet(channel, packet));
    bytes += Math.max(length, 64); // an object, however small
  }

  @Nullable Packet next() {
    return packets.poll();
  }
}
