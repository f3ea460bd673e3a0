package io.vedette.simulator.rtsp;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection and the sessions it opened. Confined to the simulator's event loop. */
final class RtspConnection implements RtspReader.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(RtspConnection.class);
  private static final String METHODS =
      "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER, SET_PARAMETER";
  private static final Pattern CLIENT_PORT = Pattern.compile("client_port=(\\d+)");
  private static final Pattern INTERLEAVED = Pattern.compile("interleaved=(\\d+)");
  private static final int QUEUE_BYTES = 2 << 20;

  private final RtspServer server;
  private final NetSocket socket;
  private final RtspAuthenticator gatekeeper;
  private final Map<String, RtspSession> viewers = new HashMap<>();

  /** The camera that the connection asked for last. */
  private @Nullable Channel channel;

  RtspConnection(RtspServer server, NetSocket socket) {
    this.server = server;
    this.socket = socket;
    this.gatekeeper = new RtspAuthenticator(server.access(), server.newId());
    RtspReader reader = new RtspReader(this);
    socket.setWriteQueueMaxSize(QUEUE_BYTES);
    socket.handler(reader::read);
    socket.exceptionHandler(failure -> LOG.debug("connection lost: {}", failure.getMessage()));
    socket.closeHandler(ignored -> end());
  }

  void close() {
    socket.close();
  }

  /** Ends the sessions of which nothing was heard since a time. */
  void endSilentSince(long nanos) {
    viewers
        .values()
        .removeIf(
            viewer -> {
              boolean silent = viewer.isSilentSince(nanos);
              if (silent) {
                LOG.info("{}: session {} timed out", viewer.channel().id(), viewer.id());
                viewer.stop();
              }
              return silent;
            });
  }

  /** Something came from a viewer's UDP ports. */
  void heard(String host, int port) {
    long now = System.nanoTime();
    for (RtspSession viewer : viewers.values()) {
      if (viewer.transport() instanceof Transport.Datagrams udp
          && udp.host().equals(host)
          && (udp.port() == port || udp.port() + 1 == port)) {
        viewer.seen(now);
      }
    }
  }

  @Override
  public void onPacket(int number) {
    viewers.values().forEach(viewer -> viewer.seen(System.nanoTime()));
  }

  @Override
  public void onNonsense(String reason) {
    LOG.debug("not RTSP: {}", reason);
    socket.end(Buffer.buffer(RtspResponse.of(400).encode("0")));
  }

  @Override
  public void onRequest(RtspRequest request) {
    Channel named = server.channel(request.camera());
    if (named != null) {
      channel = named;
    }
    Faults faults = channel == null ? Faults.NONE : channel.faults();
    if (faults.freeze()) {
      return;
    }
    if (faults.refuse()) {
      socket.close();
      return;
    }
    RtspResponse response = answer(request, faults);
    String sequence = request.header("CSeq");
    socket.write(Buffer.buffer(response.encode(sequence == null ? "0" : sequence)));
    start(request, response);
  }

  private RtspResponse answer(RtspRequest request, Faults faults) {
    if (request.method().equals("OPTIONS")) {
      touch(request);
      return RtspResponse.ok().with("Public", METHODS);
    }
    if (!gatekeeper.admits(request)) {
      return gatekeeper.challenge();
    }
    return switch (request.method()) {
      case "DESCRIBE" -> describe(request, faults);
      case "SETUP" -> setUp(request, faults);
      case "PLAY", "PAUSE", "TEARDOWN", "GET_PARAMETER", "SET_PARAMETER" -> inSession(request);
      default -> RtspResponse.of(501).with("Public", METHODS);
    };
  }

  private RtspResponse describe(RtspRequest request, Faults faults) {
    Channel described = server.channel(request.camera());
    if (described == null) {
      return RtspResponse.of(404);
    }
    if (faults.status() != 0) {
      return RtspResponse.of(faults.status());
    }
    String base = request.uri().endsWith("/") ? request.uri() : request.uri() + "/";
    return RtspResponse.ok()
        .with("Content-Base", base)
        .body("application/sdp", described.description());
  }

  private RtspResponse setUp(RtspRequest request, Faults faults) {
    Channel wanted = server.channel(request.camera());
    if (wanted == null) {
      return RtspResponse.of(404);
    }
    if (faults.status() != 0) {
      return RtspResponse.of(faults.status());
    }
    Transport transport = transport(request.header("Transport"));
    if (transport == null) {
      return RtspResponse.of(461);
    }
    RtspSession viewer = new RtspSession(server.newId(), wanted, transport, socket::close);
    viewers.put(viewer.id(), viewer);
    return session(viewer).with("Transport", transport.header());
  }

  private RtspResponse session(RtspSession viewer) {
    long timeout = server.sessionTimeout().toSeconds();
    return RtspResponse.ok().with("Session", viewer.id() + ";timeout=" + timeout);
  }

  /** The first offer that can be served; null when there is none. */
  private @Nullable Transport transport(@Nullable String offers) {
    for (String offer : offers == null ? new String[0] : offers.split(",", -1)) {
      if (offer.contains("multicast")) {
        continue;
      }
      if (offer.contains("RTP/AVP/TCP")) {
        return new Transport.Interleaved(socket, number(INTERLEAVED, offer, 0));
      }
      int port = number(CLIENT_PORT, offer, -1);
      if (offer.contains("RTP/AVP") && port > 0 && port < 65_535) {
        String host = socket.remoteAddress().hostAddress();
        return new Transport.Datagrams(server.ports(), host, port);
      }
    }
    return null;
  }

  private static int number(Pattern pattern, String offer, int otherwise) {
    Matcher matcher = pattern.matcher(offer);
    return matcher.find() && matcher.group(1).length() < 6
        ? Integer.parseInt(matcher.group(1))
        : otherwise;
  }

  private RtspResponse inSession(RtspRequest request) {
    String id = request.session();
    RtspSession viewer = id == null ? null : viewers.get(id);
    if (viewer == null) {
      boolean ping = request.method().endsWith("_PARAMETER") && id == null;
      return RtspResponse.of(ping ? 200 : 454);
    }
    viewer.seen(System.nanoTime());
    return switch (request.method()) {
      case "PLAY" -> session(viewer).with("Range", "npt=now-");
      case "PAUSE" -> {
        viewer.stop();
        yield session(viewer);
      }
      case "TEARDOWN" -> {
        viewer.stop();
        viewers.remove(viewer.id());
        yield RtspResponse.ok();
      }
      default -> session(viewer);
    };
  }

  /** Packets must not overtake the answer to PLAY. */
  private void start(RtspRequest request, RtspResponse response) {
    RtspSession viewer = viewers.get(String.valueOf(request.session()));
    if (viewer != null && request.method().equals("PLAY") && response.isOk()) {
      viewer.play();
    }
  }

  private void touch(RtspRequest request) {
    RtspSession viewer = viewers.get(String.valueOf(request.session()));
    if (viewer != null) {
      viewer.seen(System.nanoTime());
    }
  }

  private void end() {
    viewers.values().forEach(RtspSession::stop);
    viewers.clear();
    server.ended(this);
  }
}
