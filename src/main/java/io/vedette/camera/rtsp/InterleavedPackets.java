package io.vedette.camera.rtsp;

import io.vedette.camera.link.Connection;

/** The RTP and RTCP packets between the messages of an RTSP connection. Confined to one thread. */
final class InterleavedPackets implements RtpPackets {
  private static final int DOLLAR = '$';

  private final RtspDialogue dialogue;
  private final TransportHeader transport;

  InterleavedPackets(RtspDialogue dialogue, TransportHeader transport) {
    this.dialogue = dialogue;
    this.transport = transport;
  }

  @Override
  public int read(byte[] into) {
    int length = early(into);
    while (length == 0) {
      dialogue.keepAlive();
      Connection connection = dialogue.connection();
      int next = connection.peek();
      if (next == DOLLAR) {
        length = packet(connection, into);
      } else if (next >= 'A' && next <= 'Z') {
        dialogue.take(dialogue.message().head());
      } else {
        connection.skip(1); // between packets there is nothing else
      }
    }
    return length;
  }

  /** Returns the length of a packet that came before the answer to PLAY; 0 when there is none. */
  private int early(byte[] into) {
    for (EarlyPackets.Packet early = dialogue.early().next();
        early != null;
        early = dialogue.early().next()) {
      if (isOurs(early.channel()) && early.bytes().length > 0) {
        System.arraycopy(early.bytes(), 0, into, 0, early.bytes().length);
        return early.bytes().length;
      }
    }
    return 0;
  }

  /** Reads a packet and returns its length; 0 for one of another stream. */
  private int packet(Connection connection, byte[] into) {
    connection.traffic().message();
    connection.skip(1);
    int channel = connection.read();
    int length = connection.read() << 8 | connection.read();
    if (!isOurs(channel)) {
      connection.skip(length);
      return 0;
    }
    connection.read(into, 0, length);
    return length;
  }

  private boolean isOurs(int channel) {
    return channel == transport.rtpChannel() || channel == transport.rtcpChannel();
  }

  @Override
  public void close() {}
}
