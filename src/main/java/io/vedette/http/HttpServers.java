package io.vedette.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.BindException;
import java.util.function.Consumer;

/**
 * The only place of the program that opens HTTP servers: HTTP/1.1 with bounded connections, heads,
 * bodies and times, so that no slow or greedy client keeps others from being answered.
 */
public final class HttpServers {
  private static final int LONGEST_LINE = 4 << 10;
  private static final int LARGEST_HEAD = 16 << 10;

  private HttpServers() {}

  /**
   * Binds a server; its handlers run on an event loop and must not block. Where no port is set and
   * the usual one is in use, it takes a free one.
   *
   * @param routes adds the paths that are served
   */
  public static Future<HttpServer> listen(
      Vertx vertx, HttpSettings settings, Consumer<Routes> routes) {
    Integer port = settings.port();
    if (port != null) {
      return listen(vertx, settings, port, routes);
    }
    return listen(vertx, settings, HttpSettings.USUAL_PORT, routes)
        .recover(
            failure ->
                failure instanceof BindException
                    ? listen(vertx, settings, 0, routes)
                    : Future.failedFuture(failure));
  }

  private static Future<HttpServer> listen(
      Vertx vertx, HttpSettings settings, int port, Consumer<Routes> routes) {
    ConnectionLimit limit = new ConnectionLimit(vertx, settings);
    Routes all = new Routes(settings, limit);
    routes.accept(all);
    return vertx
        .createHttpServer(options(settings, port))
        .connectionHandler(limit::opened)
        .requestHandler(all.router(vertx))
        .listen();
  }

  private static HttpServerOptions options(HttpSettings settings, int port) {
    return new HttpServerOptions()
        .setHost(settings.host())
        .setPort(port)
        .setHttp2ClearTextEnabled(false)
        .setHandle100ContinueAutomatically(true)
        .setMaxInitialLineLength(LONGEST_LINE)
        .setMaxHeaderSize(LARGEST_HEAD);
  }
}
