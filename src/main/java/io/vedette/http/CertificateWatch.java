package io.vedette.http;

import io.vedette.runtime.Failure;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.ServerSSLOptions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replacement of a server's certificate when its files change, which is checked every ten
 * seconds. New connections get the new certificate; unusable files change nothing. Thread-safe.
 */
public final class CertificateWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
  private static final long EVERY_MILLIS = 10_000;

  private final Vertx vertx;
  private final HttpServer server;
  private final ServerTlsSettings settings;
  private final long timer;
  private final AtomicBoolean isReading = new AtomicBoolean();
  private volatile ServerCertificate current;
  private volatile String noted = "";

  private CertificateWatch(Vertx vertx, HttpServer server, ServerTlsSettings settings) {
    this.vertx = vertx;
    this.server = server;
    this.settings = settings;
    this.current = ServerCertificate.read(settings, vertx);
    this.timer = vertx.setPeriodic(EVERY_MILLIS, id -> look());
  }

  /** The watch of a listening server; empty for one of plain HTTP. Reads files. */
  public static Optional<CertificateWatch> of(
      Vertx vertx, HttpServer server, ServerTlsSettings settings) {
    return settings.isOn()
        ? Optional.of(new CertificateWatch(vertx, server, settings))
        : Optional.empty();
  }

  /** The options of a server that serves a certificate. */
  static ServerSSLOptions options(ServerCertificate certificate) {
    return new ServerSSLOptions().setUseAlpn(false).setKeyCertOptions(certificate.options());
  }

  /** Reads the files, on a thread that may block. */
  void look() {
    if (isReading.compareAndSet(false, true)) {
      var unused =
          vertx
              .executeBlocking(() -> ServerCertificate.read(settings, vertx), false)
              .onSuccess(this::use)
              .onFailure(this::note)
              .onComplete(done -> isReading.set(false));
    }
  }

  private void use(ServerCertificate read) {
    noted = "";
    if (!read.equals(current)) {
      current = read;
      var unused =
          server
              .updateSSLOptions(options(read))
              .onSuccess(done -> LOG.info("{} is served from now on", settings.certificate()))
              .onFailure(this::note);
    }
  }

  private void note(Throwable failure) {
    String reason =
        failure instanceof Failure known ? String.valueOf(known.getMessage()) : failure.toString();
    if (!reason.equals(noted)) {
      noted = reason;
      LOG.warn("{}; the certificate before is served on", reason);
    }
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
