package io.vedette.simulator.rtsp;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.net.NetSocket;
import java.util.List;

/** The transport of one viewer's packets. Confined to the simulator's event loop. */
sealed interface Transport {
  /** The value of the Transport header in the answer to SETUP. */
  String header();

  /** Sends RTP packets; false if the viewer is too slow and they were given up. */
  boolean send(List<byte[]> packets);

  /** Sends one RTCP packet. */
  void sendControl(byte[] packet);

  /** In the RTSP connection itself. */
  record Interleaved(NetSocket socket, int channel) implements Transport {
    private static final int HEADER = 4;

    @Override
    public String header() {
      return "RTP/AVP/TCP;unicast;interleaved=" + channel + "-" + (channel + 1);
    }

    @Override
    public boolean send(List<byte[]> packets) {
      if (socket.writeQueueFull()) {
        return false;
      }
      int length = packets.stream().mapToInt(packet -> packet.length + HEADER).sum();
      Buffer buffer = Buffer.buffer(length);
      packets.forEach(packet -> append(buffer, channel, packet));
      socket.write(buffer);
      return true;
    }

    @Override
    public void sendControl(byte[] packet) {
      Buffer buffer = Buffer.buffer(packet.length + HEADER);
      append(buffer, channel + 1, packet);
      socket.write(buffer);
    }

    private static void append(Buffer buffer, int channel, byte[] packet) {
      buffer.appendByte((byte) '$').appendByte((byte) channel);
      buffer.appendUnsignedShort(packet.length).appendBytes(packet);
    }
  }

  /**
   * The transport by datagrams.
   *
   * @param ports the server's sockets
   * @param port the viewer's port for RTP; the next one is for RTCP
   */
  record Datagrams(UdpPorts ports, String host, int port) implements Transport {
    @Override
    public String header() {
      return "RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d"
          .formatted(port, port + 1, ports.rtpPort(), ports.rtpPort() + 1);
    }

    @Override
    public boolean send(List<byte[]> packets) {
      DatagramSocket socket = ports.rtp();
      packets.forEach(packet -> socket.send(Buffer.buffer(packet), port, host));
      return true;
    }

    @Override
    public void sendControl(byte[] packet) {
      ports.rtcp().send(Buffer.buffer(packet), port + 1, host);
    }
  }
}
