package io.vedette.camera.rtsp;

import io.vedette.camera.link.Connection;
import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.link.LinkFailure.Kind;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packets that come over UDP from the camera's own address, while its RTSP connection is
 * served. Confined to one thread; caller closes.
 */
final class DatagramPackets implements RtpPackets {
  private static final Logger LOG = LoggerFactory.getLogger(DatagramPackets.class);
  private static final int LOWEST_PORT = 5000;
  private static final int PAIRS = 30_000;
  private static final int MOST_BINDS = 50;
  private static final int ROOM = 4 << 20; // for a burst of large key frames
  private static final long LOOK_MILLIS = 200;
  private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(5);

  // RTP and RTCP that say nothing, but open the way through a firewall and show that one listens.
  private static final byte[] RTP_NOTHING = {(byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  private static final byte[] RTCP_NOTHING = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 0};

  private final DatagramChannel rtp;
  private final DatagramChannel rtcp;
  private @Nullable Selector selector;
  private @Nullable ControlMessages control;
  private @Nullable InetAddress camera;
  private int cameraPort;
  private long lastReport;

  private DatagramPackets(DatagramChannel rtp, DatagramChannel rtcp) {
    this.rtp = rtp;
    this.rtcp = rtcp;
  }

  /** Binds two adjacent ports on this machine's address towards the camera. */
  static DatagramPackets bind(InetAddress local) {
    for (int i = 0; i < MOST_BINDS; i++) {
      int port = LOWEST_PORT + 2 * ThreadLocalRandom.current().nextInt(PAIRS);
      try {
        DatagramChannel first = open(local, port);
        try {
          return new DatagramPackets(first, open(local, port + 1));
        } catch (IOException e) {
          first.close();
        }
      } catch (IOException e) {
        LOG.debug("UDP port {} is in use", port);
      }
    }
    throw new LinkFailure(Kind.UNREACHABLE, "no two UDP ports are free");
  }

  int port() {
    return rtp.socket().getLocalPort();
  }

  /**
   * Prepares for the camera's packets, which may come before its answer to PLAY: reports to the
   * camera open the way through firewalls.
   */
  void expect(InetAddress from, TransportHeader transport) {
    camera = from;
    cameraPort = transport.rtpPort();
    report();
  }

  /**
   * Begins to receive, also from the RTSP connection, which is in non-blocking mode from now on.
   */
  void start(RtspDialogue dialogue) {
    Connection connection = dialogue.connection();
    control = new ControlMessages(dialogue);
    try {
      selector = Selector.open();
      connection.channel().configureBlocking(false);
      connection.channel().register(selector, SelectionKey.OP_READ);
      rtp.register(selector, SelectionKey.OP_READ);
      rtcp.register(selector, SelectionKey.OP_READ);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public int read(byte[] into) {
    ControlMessages messages = started(control);
    while (true) {
      messages.keepAlive();
      report();
      try {
        int length = receive(into, messages);
        if (length > 0) {
          return length;
        }
        started(selector).selectedKeys().clear();
        started(selector).select(LOOK_MILLIS);
      } catch (IOException e) {
        throw broken(e);
      }
      messages.read();
    }
  }

  @Override
  public void close() {
    try {
      rtp.close();
      rtcp.close();
      if (selector != null) {
        selector.close();
      }
    } catch (IOException e) {
      LOG.debug("UDP ports could not be closed", e);
    }
  }

  /** Reads one packet of the camera that is there, RTCP first; returns 0 when there is none. */
  private int receive(byte[] into, ControlMessages messages) throws IOException {
    for (DatagramChannel channel : new DatagramChannel[] {rtcp, rtp}) {
      ByteBuffer room = ByteBuffer.wrap(into);
      for (SocketAddress from = channel.receive(room);
          from != null;
          from = channel.receive(room.clear())) {
        messages.count(room.position());
        if (((InetSocketAddress) from).getAddress().equals(camera) && room.position() > 0) {
          return room.position();
        }
      }
    }
    return 0;
  }

  private void report() {
    long now = System.nanoTime();
    if (cameraPort == 0 || (lastReport != 0 && now - lastReport < REPORT_NANOS)) {
      return;
    }
    try {
      if (lastReport == 0) {
        rtp.send(ByteBuffer.wrap(RTP_NOTHING), new InetSocketAddress(camera, cameraPort));
      }
      rtcp.send(ByteBuffer.wrap(RTCP_NOTHING), new InetSocketAddress(camera, cameraPort + 1));
    } catch (IOException e) {
      cameraPort = 0; // it is read all the same
    }
    lastReport = now;
  }

  private static DatagramChannel open(InetAddress local, int port) throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            local instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, ROOM);
      channel.bind(new InetSocketAddress(local, port));
      channel.configureBlocking(false);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("not started");
    }
    return part;
  }

  private static LinkFailure broken(IOException e) {
    return new LinkFailure(Kind.ENDED, "its RTSP connection ended: " + e.getMessage(), e);
  }
}
