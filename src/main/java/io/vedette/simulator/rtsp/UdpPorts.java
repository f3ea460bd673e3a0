package io.vedette.simulator.rtsp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The server's pair of UDP sockets, RTP on an even port and RTCP on the next, shared by all
 * sessions. Confined to the simulator's event loop.
 */
public final class UdpPorts {
  private static final int LOWEST = 20_000;
  private static final int PAIRS = 15_000;
  private static final int SEND_BUFFER = 4 << 20;
  private static final int ATTEMPTS = 50;

  private final DatagramSocket rtp;
  private final DatagramSocket rtcp;
  private final int rtpPort;

  /** Learns who sent something to the RTCP port, and so is alive. */
  public interface Listener {
    void onReport(String host, int port);
  }

  private UdpPorts(DatagramSocket rtp, DatagramSocket rtcp, int rtpPort) {
    this.rtp = rtp;
    this.rtcp = rtcp;
    this.rtpPort = rtpPort;
  }

  /** Binds the first free pair among some random ones. */
  public static Future<UdpPorts> open(Vertx vertx, String host, RandomGenerator random) {
    return open(vertx, host, random, ATTEMPTS);
  }

  private static Future<UdpPorts> open(
      Vertx vertx, String host, RandomGenerator random, int attempts) {
    int port = LOWEST + 2 * random.nextInt(PAIRS);
    DatagramSocketOptions options = new DatagramSocketOptions().setSendBufferSize(SEND_BUFFER);
    DatagramSocket rtp = vertx.createDatagramSocket(options);
    DatagramSocket rtcp = vertx.createDatagramSocket(options);
    return rtp.listen(port, host)
        .compose(ignored -> rtcp.listen(port + 1, host))
        .map(ignored -> new UdpPorts(rtp, rtcp, port))
        .recover(
            failure ->
                Future.join(rtp.close(), rtcp.close())
                    .transform(ignored -> again(vertx, host, random, attempts, failure)));
  }

  @SuppressWarnings("checkstyle:ParameterNumber") // of a step of open
  private static Future<UdpPorts> again(
      Vertx vertx, String host, RandomGenerator random, int attempts, Throwable failure) {
    return attempts > 1 ? open(vertx, host, random, attempts - 1) : Future.failedFuture(failure);
  }

  public void listen(Listener listener) {
    rtp.handler(packet -> {});
    rtcp.handler(packet -> report(packet, listener));
  }

  private static void report(@Nullable DatagramPacket packet, Listener listener) {
    if (packet != null) {
      listener.onReport(packet.sender().host(), packet.sender().port());
    }
  }

  public Future<Void> close() {
    return Future.join(rtp.close(), rtcp.close()).mapEmpty();
  }

  DatagramSocket rtp() {
    return rtp;
  }

  DatagramSocket rtcp() {
    return rtcp;
  }

  int rtpPort() {
    return rtpPort;
  }
}
