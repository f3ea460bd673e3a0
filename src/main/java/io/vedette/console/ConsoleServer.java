package io.vedette.console;

import io.vedette.console.contract.Contract;
import io.vedette.http.CertificateWatch;
import io.vedette.http.HttpServers;
import io.vedette.http.Routes;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Service;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The console's server: the API of the contract, and the page. Thread-safe. */
public final class ConsoleServer implements Service {
  private static final int WORKERS = 8;
  private static final long CLOSE_SECONDS = 5;

  private final Vertx vertx;
  private final ConsoleSettings settings;
  private final Callers callers;
  private final List<ConsolePart> parts;
  private final PageFiles page = new PageFiles();
  private @Nullable WorkerExecutor workers;
  private @Nullable HttpServer server;
  private @Nullable CertificateWatch watch;

  /**
   * @param callers finds out who calls
   * @param parts that serve all operations of the contract together
   */
  public ConsoleServer(
      Vertx vertx, ConsoleSettings settings, Callers callers, List<ConsolePart> parts) {
    this.vertx = vertx;
    this.settings = settings;
    this.callers = callers;
    this.parts = List.copyOf(parts);
  }

  /**
   * Reads the contract and binds the port; may take a second, so not on an event loop.
   *
   * @throws Failure of action STOP when the port of the settings is in use, or their certificate
   *     cannot be used
   */
  @Override
  public void start() {
    Contract contract = Contract.load();
    List<ConsolePart> all = new ArrayList<>(parts);
    all.add(new BasicPart(contract));
    WorkerExecutor executor = vertx.createSharedWorkerExecutor("console", WORKERS);
    workers = executor;
    Api api = new Api(contract, all, callers, executor);
    try {
      server =
          HttpServers.listen(vertx, settings.listener(), routes -> addRoutes(routes, api))
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      watch = CertificateWatch.of(vertx, server, settings.tls()).orElse(null);
    } catch (CompletionException e) {
      throw Failure.stop(
          "the console cannot listen on %s:%d (%s); free the port, or leave console.port empty for any that is free"
              .formatted(settings.host(), settings.port(), reason(e)),
          e);
    }
  }

  /** Where it is, once started. */
  public String address() {
    HttpServer bound = server;
    return "%s://%s:%d"
        .formatted(
            settings.tls().isOn() ? "https" : "http",
            settings.host(),
            bound == null ? -1 : bound.actualPort());
  }

  @Override
  public void close() {
    HttpServer bound = server;
    server = null;
    if (watch != null) {
      watch.close();
    }
    if (bound != null) {
      bound
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS)
          .join();
    }
    if (workers != null) {
      var unused = workers.close();
    }
  }

  private void addRoutes(Routes routes, Api api) {
    routes.refusing(api::refuse);
    routes.rest(context -> serve(context, api));
  }

  private void serve(RoutingContext context, Api api) {
    String path = String.valueOf(context.request().path());
    if (path.equals("/api") || path.startsWith("/api/")) {
      api.handle(context);
      return;
    }
    try {
      page.serve(context);
    } catch (RuntimeException e) {
      api.fail(context, e);
    }
  }

  private static String reason(CompletionException e) {
    return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
  }
}
