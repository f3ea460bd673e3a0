package io.vedette.simulator.rtsp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The RTSP server: it accepts clients and keeps their connections. Confined to the simulator's
 * event loop.
 */
public final class RtspServer {
  private final Vertx vertx;
  private final RtspSettings settings;
  private final Map<String, ? extends Channel> channels;
  private final SecureRandom random = new SecureRandom();
  private final Set<RtspConnection> connections = new LinkedHashSet<>();
  private @Nullable NetServer server;
  private @Nullable UdpPorts ports;

  public RtspServer(Vertx vertx, RtspSettings settings, Map<String, ? extends Channel> channels) {
    this.vertx = vertx;
    this.settings = settings;
    this.channels = channels;
  }

  /** Begins to listen; gives the bound port. */
  public Future<Integer> listen() {
    return UdpPorts.open(vertx, settings.host(), random)
        .compose(
            opened -> {
              ports = opened;
              opened.listen(
                  (host, port) -> connections.forEach(connection -> connection.heard(host, port)));
              NetServer listening = vertx.createNetServer(options());
              server = listening;
              listening.connectHandler(socket -> connections.add(new RtspConnection(this, socket)));
              return listening.listen(settings.port(), settings.host());
            })
        .map(
            listening -> {
              long period = Math.max(50, settings.sessionTimeout().toMillis() / 4);
              vertx.setPeriodic(period, ignored -> endSilent());
              return listening.actualPort();
            });
  }

  /** Breaks all connections and stops listening. */
  public Future<Void> close() {
    List.copyOf(connections).forEach(RtspConnection::close);
    Future<?> listening = server == null ? Future.succeededFuture() : server.close();
    Future<?> datagrams = ports == null ? Future.succeededFuture() : ports.close();
    return Future.join(listening, datagrams).mapEmpty();
  }

  private NetServerOptions options() {
    NetServerOptions options = new NetServerOptions().setTcpNoDelay(true);
    String keyStore = settings.keyStore();
    if (keyStore != null) {
      String password = settings.keyStorePassword();
      PfxOptions pfx = new PfxOptions().setPath(keyStore);
      options.setSsl(true).setKeyCertOptions(password == null ? pfx : pfx.setPassword(password));
    }
    return options;
  }

  private void endSilent() {
    long limit = System.nanoTime() - settings.sessionTimeout().toNanos();
    connections.forEach(connection -> connection.endSilentSince(limit));
  }

  @Nullable Channel channel(String id) {
    return channels.get(id);
  }

  AccessSettings access() {
    return settings.access();
  }

  Duration sessionTimeout() {
    return settings.sessionTimeout();
  }

  UdpPorts ports() {
    if (ports == null) {
      throw new IllegalStateException("the server does not listen yet");
    }
    return ports;
  }

  String newId() {
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  void ended(RtspConnection connection) {
    connections.remove(connection);
  }
}
