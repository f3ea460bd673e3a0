package io.vedette.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.config.Settings;
import io.vedette.console.contract.Contract;
import io.vedette.console.contract.Operation;
import io.vedette.console.contract.Problem;
import io.vedette.console.server.ConsoleServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The console's server with some of its parts; operations of the others are not there. Called as a
 * program calls it.
 */
public final class TestConsole implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Vertx vertx;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConsoleServer server;

  /** What was answered. */
  public record Reply(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public String text() {
      return response.body();
    }

    public JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  public TestConsole(Callers callers, ConsolePart... parts) {
    this(Vertx.vertx(), callers, parts);
  }

  /**
   * @param vertx closed with it
   */
  public TestConsole(Vertx vertx, Callers callers, ConsolePart... parts) {
    this.vertx = vertx;
    server =
        new ConsoleServer(
            vertx,
            new Settings(Map.of()).put("port", "0", "test").bind(ConsoleSettings.class),
            callers,
            whole(parts));
    server.start();
  }

  /** Parts, and for all other operations one that has nothing. */
  static List<ConsolePart> whole(ConsolePart... parts) {
    Handlers served = new Handlers();
    Stream.of(parts).forEach(part -> part.mount(served));
    Set<String> known = new HashSet<>(served.byOperation().keySet());
    known.addAll(Set.of("getContract", "getMe"));
    ConsolePart rest =
        handlers ->
            Contract.load().operations().stream()
                .map(Operation::id)
                .filter(id -> !known.contains(id))
                .forEach(id -> handlers.blocking(id, TestConsole::absent));
    return Stream.concat(Stream.of(parts), Stream.of(rest)).toList();
  }

  private static Answer absent(Call call) {
    throw Problem.notFound();
  }

  public String address() {
    return server.address();
  }

  /** Calls an operation; headers as name, value, name, value. */
  public Reply call(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address() + "/api/v1" + path)).timeout(PATIENCE);
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    request.method(
        method,
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    try {
      return new Reply(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Reply get(String path, String... headers) {
    return call("GET", path, "", headers);
  }

  @Override
  public void close() {
    server.close();
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
