package io.vedette.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.BindException;
import java.util.function.Consumer;

/**
 * The opening of all HTTP servers of the program: HTTP/1.1 with limited connections, heads, bodies
 * and times, so that no slow or greedy client blocks others.
 */
public final class HttpServers {
  private static final int LONGEST_LINE = 4 << 10;
  private static final int LARGEST_HEAD = 16 << 10;

  private HttpServers() {}

  /**
   * Binds a server; its handlers run on an event loop and must not block. Where no port is set and
   * the default one is in use, it takes a free one. The files of a certificate are read here.
   *
   * @param routes adds the paths
   */
  public static Future<HttpServer> listen(
      Vertx vertx, HttpSettings settings, Consumer<Routes> routes) {
    return listen(vertx, settings.listener(), routes);
  }

  /** Binds a server of a listener, for which the caller decides whom it answers. */
  public static Future<HttpServer> listen(Vertx vertx, Listener listener, Consumer<Routes> routes) {
    Integer port = listener.address().port();
    if (port != null) {
      return listen(vertx, listener, port, routes);
    }
    return listen(vertx, listener, listener.address().usualPort(), routes)
        .recover(
            failure ->
                failure instanceof BindException
                    ? listen(vertx, listener, 0, routes)
                    : Future.failedFuture(failure));
  }

  private static Future<HttpServer> listen(
      Vertx vertx, Listener listener, int port, Consumer<Routes> routes) {
    ConnectionLimit limit = new ConnectionLimit(vertx, listener.limits());
    Routes all = new Routes(listener, limit);
    routes.accept(all);
    return server(vertx, listener, port)
        .connectionHandler(limit::opened)
        .requestHandler(all.router(vertx))
        .listen();
  }

  private static HttpServer server(Vertx vertx, Listener listener, int port) {
    HttpServerOptions options = options(listener, port);
    if (!listener.tls().isOn()) {
      return vertx.createHttpServer(options);
    }
    ServerCertificate certificate = ServerCertificate.read(listener.tls(), vertx);
    return vertx.createHttpServer(
        options.setSsl(true).setUseAlpn(false).setKeyCertOptions(certificate.options()));
  }

  private static HttpServerOptions options(Listener listener, int port) {
    return new HttpServerOptions()
        .setHost(listener.address().host())
        .setPort(port)
        .setHttp2ClearTextEnabled(false)
        .setHandle100ContinueAutomatically(true)
        .setMaxInitialLineLength(LONGEST_LINE)
        .setMaxHeaderSize(LARGEST_HEAD);
  }
}
