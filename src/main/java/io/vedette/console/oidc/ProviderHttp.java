package io.vedette.console.oidc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.config.TlsSettings;
import io.vedette.config.TlsSettings.Verify;
import io.vedette.file.CertificateFile;
import io.vedette.file.FileReason;
import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import io.vedette.text.DurationWords;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Questions to the provider: each within a time and a size, and no redirect is followed. Its calls
 * block. Thread-safe.
 */
final class ProviderHttp implements AutoCloseable {
  private static final int LARGEST = 256 << 10;
  private static final int DEEPEST = 32;
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
              .build());

  private final Context context;
  private final HttpClient client;
  private final Duration timeout;

  /** What was answered: a status, and the JSON of the body; missing where it has none. */
  record Reply(int status, JsonNode json) {}

  /** What is asked, and its words for people. */
  private record Question(String what, RequestOptions options, Buffer body) {}

  /**
   * @throws Failure of action STOP when its settings name certificates that cannot be used
   */
  ProviderHttp(Vertx vertx, OidcSettings settings) {
    this.context = vertx.getOrCreateContext();
    this.client = vertx.createHttpClient(options(settings.tls(), settings.timeout()));
    this.timeout = settings.timeout();
  }

  /**
   * Reads a JSON object.
   *
   * @throws OidcFailure when there is none
   */
  JsonNode get(String what, URI address) {
    Question question = new Question(what, options(HttpMethod.GET, address), Buffer.buffer());
    Reply reply = ask(question);
    if (reply.status() != 200 || !reply.json().isObject()) {
      throw OidcFailure.unavailable(
          "%s: expected JSON with a status of 200, found %d%s"
              .formatted(
                  what,
                  reply.status(),
                  reply.status() / 100 == 3 ? "; redirects are not followed" : ""));
    }
    return reply.json();
  }

  /**
   * Sends a form.
   *
   * @throws OidcFailure when there is no answer
   */
  Reply post(String what, URI address, String form, Map<String, String> headers) {
    RequestOptions options =
        options(HttpMethod.POST, address)
            .putHeader("content-type", "application/x-www-form-urlencoded");
    headers.forEach(options::putHeader);
    return ask(new Question(what, options, Buffer.buffer(form)));
  }

  private RequestOptions options(HttpMethod method, URI address) {
    return new RequestOptions()
        .setMethod(method)
        .setAbsoluteURI(address.toString())
        .setConnectTimeout(timeout.toMillis())
        .putHeader("accept", "application/json")
        .putHeader("user-agent", "vedette");
  }

  private Reply ask(Question question) {
    CompletableFuture<Reply> answered = new CompletableFuture<>();
    CompletableFuture<HttpClientRequest> sent = new CompletableFuture<>();
    context.runOnContext( // where all of an answer is handled in the order in which it comes
        start ->
            client
                .request(question.options())
                .compose(
                    request -> {
                      sent.complete(request);
                      return request.send(question.body());
                    })
                .compose(ProviderHttp::read)
                .onComplete(answered::complete, answered::completeExceptionally));
    try {
      return answered.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      var unused = sent.thenAccept(request -> context.runOnContext(late -> request.reset()));
      throw OidcFailure.unavailable(
          "%s: no answer within %s".formatted(question.what(), DurationWords.of(timeout)));
    } catch (ExecutionException e) {
      throw OidcFailure.unavailable(question.what() + ": " + reason(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OidcFailure.unavailable(question.what() + ": the console is closing");
    }
  }

  private static String reason(@Nullable Throwable cause) {
    String message = cause == null ? null : cause.getMessage();
    return message == null ? "no answer" : message.lines().findFirst().orElse("no answer");
  }

  private static Future<Reply> read(HttpClientResponse response) {
    Promise<Reply> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        part -> {
          if (body.length() + part.length() > LARGEST) {
            whole.tryFail("the answer has more than " + Count.bytes(LARGEST));
            var unused = response.request().reset();
          } else {
            body.appendBuffer(part);
          }
        });
    response.exceptionHandler(whole::tryFail);
    response.endHandler(end -> whole.tryComplete(new Reply(response.statusCode(), json(body))));
    return whole.future();
  }

  private static JsonNode json(Buffer body) {
    try {
      JsonNode read = JSON.readTree(body.getBytes());
      return read == null ? JSON.missingNode() : read;
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  private static HttpClientOptions options(TlsSettings tls, Duration timeout) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout((int) timeout.toMillis())
            .setIdleTimeout(1)
            .setKeepAliveTimeout(10)
            .setIdleTimeoutUnit(TimeUnit.MINUTES)
            .setVerifyHost(tls.verify() == Verify.FULL)
            .setTrustAll(tls.verify() == Verify.NONE);
    Path file = tls.caFile();
    return file == null ? options : options.setTrustOptions(trusted(file));
  }

  private static PemTrustOptions trusted(Path file) {
    try {
      CertificateFile.read(file);
      return new PemTrustOptions().addCertPath(file.toString());
    } catch (IOException e) {
      throw Failure.stop(
          "console.login.oidc.tls.ca-file: %s cannot be used: %s".formatted(file, FileReason.of(e)),
          e);
    }
  }

  @Override
  public void close() {
    var unused = client.close();
  }
}
