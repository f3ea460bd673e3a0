package io.vedette.sink.webhook;

import io.vedette.config.TlsSettings;
import io.vedette.config.TlsSettings.Verify;
import io.vedette.event.Alert;
import io.vedette.file.CertificateFile;
import io.vedette.file.FileReason;
import io.vedette.frame.TraceContext;
import io.vedette.runtime.Failure;
import io.vedette.sink.delivery.AlertSink;
import io.vedette.sink.delivery.Awaiting;
import io.vedette.sink.delivery.RetryAfter;
import io.vedette.text.Secrets;
import io.vedette.transport.relay.InputRecord;
import io.vedette.transport.relay.OutputRecord;
import io.vedette.validation.Names;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The webhook sink: it posts alerts to a URL, as CloudEvents in HTTP's binary mode, signed.
 * Confined to one thread.
 */
public final class Webhook implements AlertSink.Delivery {
  private static final int OK = 200;
  private static final int REDIRECTED = 300;
  private static final int SERVER = 500;
  // Request time-out, too early, too many requests: the same may succeed later.
  private static final Set<Integer> LATER = Set.of(408, 425, 429);
  private static final Set<Integer> UNAUTHORIZED = Set.of(401, 407);
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final WebhookSettings settings;
  private final String what;
  private final HttpClient client;
  private final Signature signature;
  private final InstantSource clock;

  /**
   * @throws Failure of action STOP when its settings name certificates that cannot be used
   */
  public Webhook(Vertx vertx, WebhookSettings settings, InstantSource clock) {
    this.vertx = vertx;
    this.settings = settings;
    this.what = "webhook " + Secrets.mask(settings.url());
    this.clock = clock;
    this.client = vertx.createHttpClient(options());
    this.signature =
        new Signature(
            Stream.of(settings.secret(), settings.formerSecret())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList());
  }

  @Override
  public List<OutputRecord> deliver(InputRecord record, Alert alert) {
    Answer answer = post(record);
    int status = answer.status();
    if (status < OK || status >= REDIRECTED) {
      String message = what + ": expected a status of 200 to 299, found " + status;
      if (UNAUTHORIZED.contains(status)) {
        throw Failure.stop(message + "; check its authorization");
      }
      throw status >= SERVER || LATER.contains(status)
          ? new RetryAfter(message, answer.pause())
          : Failure.skip(message, null);
    }
    return List.of();
  }

  @Override
  public void close() {
    client.close();
  }

  /**
   * The head of an answer, which is all that is read of it.
   *
   * @param pause the requested time until the next attempt
   */
  private record Answer(int status, Duration pause) {}

  private Answer post(InputRecord record) {
    AtomicReference<@Nullable HttpClientRequest> sent = new AtomicReference<>();
    Future<Answer> answer =
        client
            .request(request(record))
            .compose(
                request -> {
                  sent.set(request);
                  return request.send(Buffer.buffer(record.value()));
                })
            .map(this::answer);
    try {
      return Awaiting.result(what, answer.toCompletionStage(), settings.timeout().plus(GRACE));
    } catch (Failure e) {
      @Nullable HttpClientRequest unanswered = sent.get();
      if (unanswered != null) {
        var unused = unanswered.reset();
      }
      throw e;
    }
  }

  /** The head counts, whatever the body does: one that does not end soon is cut off. */
  private Answer answer(HttpClientResponse response) {
    long timer = vertx.setTimer(GRACE.toMillis(), id -> response.request().reset());
    try {
      var unused = response.end().onComplete(end -> vertx.cancelTimer(timer));
    } catch (IllegalStateException e) { // the body has ended already, on the connection's thread
      vertx.cancelTimer(timer);
    }
    Duration pause =
        RetryAfterHeader.parse(response.getHeader("retry-after"), clock.instant())
            .orElse(Duration.ZERO);
    return new Answer(response.statusCode(), pause);
  }

  /** Redirects are not followed: the request's secrets are for this address alone. */
  private HttpClientOptions options() {
    TlsSettings tls = settings.tls();
    HttpClientOptions options =
        new HttpClientOptions()
            .setVerifyHost(tls.verify() == Verify.FULL)
            .setTrustAll(tls.verify() == Verify.NONE);
    Path file = tls.caFile();
    return file == null ? options : options.setTrustOptions(trusted(file));
  }

  private PemTrustOptions trusted(Path file) {
    try {
      CertificateFile.read(file);
      return new PemTrustOptions().addCertPath(file.toString());
    } catch (IOException e) {
      throw Failure.stop(
          "%s: tls.ca-file: %s cannot be used: %s".formatted(what, file, FileReason.of(e)), e);
    }
  }

  RequestOptions request(InputRecord record) {
    String id = header(record.id());
    long seconds = clock.instant().getEpochSecond();
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(settings.address())
            .setTimeout(settings.timeout().toMillis())
            .putHeader("content-type", "application/json")
            .putHeader("user-agent", "vedette")
            .putHeader("webhook-id", id)
            .putHeader("webhook-timestamp", Long.toString(seconds));
    record
        .headers()
        .forEach(
            (name, value) -> {
              String attribute = name.replaceFirst("^ce_", "");
              if (!attribute.equals(name) && Names.isAttribute(attribute)) {
                request.putHeader("ce-" + attribute, header(value));
              }
            });
    TraceContext trace = record.trace();
    if (trace != null) {
      request.putHeader(TraceContext.HEADER, trace.header());
    }
    String signed = signature.of(id, seconds, record.value());
    if (!signed.isEmpty()) {
      request.putHeader("webhook-signature", signed);
    }
    settings.authorizationHeader().ifPresent(value -> request.putHeader("authorization", value));
    return request;
  }

  /** As CloudEvents writes header values: all but visible ASCII percent-encoded, and {@code "%}. */
  static String header(String value) {
    StringBuilder encoded = new StringBuilder();
    for (byte unit : value.getBytes(StandardCharsets.UTF_8)) {
      if (unit > ' ' && unit < 0x7F && unit != '"' && unit != '%') {
        encoded.append((char) unit);
      } else {
        encoded.append('%').append(String.format("%02X", unit));
      }
    }
    return encoded.toString();
  }
}
