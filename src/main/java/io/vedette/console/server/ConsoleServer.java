package io.vedette.console.server;

import io.vedette.console.Callers;
import io.vedette.console.ConsolePart;
import io.vedette.console.ConsoleSettings;
import io.vedette.console.contract.Contract;
import io.vedette.http.BoundServer;
import io.vedette.http.Routes;
import io.vedette.runtime.Service;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The console's server: the API of the contract, and the page. Thread-safe. */
public final class ConsoleServer implements Service {
  private static final int WORKERS = 8;

  private final Vertx vertx;
  private final ConsoleSettings settings;
  private final Callers callers;
  private final List<ConsolePart> parts;
  private final PageFiles page = new PageFiles();
  private @Nullable WorkerExecutor workers;
  private @Nullable BoundServer server;

  /**
   * @param callers identifies callers
   * @param parts the parts, which together serve all operations of the contract
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
   * @throws io.vedette.runtime.Failure of action STOP when the port of the settings is in use, or
   *     their certificate cannot be used
   */
  @Override
  public void start() {
    Contract contract = Contract.load();
    List<ConsolePart> all = new ArrayList<>(parts);
    all.add(new BasicPart(contract));
    WorkerExecutor executor = vertx.createSharedWorkerExecutor("console", WORKERS);
    workers = executor;
    Api api = new Api(contract, all, callers, executor);
    server =
        BoundServer.open(
            vertx,
            settings.listener(),
            "the console",
            "console.port",
            routes -> addRoutes(routes, api));
  }

  /** The server's address, once it is started. */
  public String address() {
    BoundServer bound = server;
    return "%s://%s:%d"
        .formatted(
            settings.tls().isOn() ? "https" : "http",
            settings.host(),
            bound == null ? -1 : bound.port());
  }

  @Override
  public void close() {
    BoundServer bound = server;
    server = null;
    if (bound != null) {
      bound.close();
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
}
