package io.vedette.http;

import io.vedette.runtime.Failure;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server that listens on its port from its creation until it is closed, with the certificate of
 * its files. Opening and closing block. Thread-safe.
 */
public final class BoundServer implements AutoCloseable {
  private static final long CLOSE_SECONDS = 5;

  private final HttpServer server;
  private final @Nullable CertificateWatch watch;

  private BoundServer(HttpServer server, @Nullable CertificateWatch watch) {
    this.server = server;
    this.watch = watch;
  }

  /**
   * Binds the port and reads the certificate; not for an event loop.
   *
   * @param subject the server's name, for the text of a failure
   * @param key the port's key in the settings
   * @throws Failure of action STOP when the port is in use, or the certificate cannot be used
   */
  public static BoundServer open(
      Vertx vertx, Listener listener, String subject, String key, Consumer<Routes> routes) {
    HttpServer bound;
    try {
      bound =
          HttpServers.listen(vertx, listener, routes)
              .toCompletionStage()
              .toCompletableFuture()
              .join();
    } catch (CompletionException e) {
      throw Failure.stop(
          "%s cannot listen on %s:%d (%s); free the port, or leave %s empty for any that is free"
              .formatted(
                  subject, listener.address().host(), listener.address().port(), reason(e), key),
          e);
    }
    try {
      return new BoundServer(bound, CertificateWatch.of(vertx, bound, listener.tls()).orElse(null));
    } catch (RuntimeException e) {
      close(bound);
      throw e;
    }
  }

  /** The bound port. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    close(server);
  }

  private static void close(HttpServer bound) {
    bound
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private static String reason(CompletionException e) {
    return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
  }
}
