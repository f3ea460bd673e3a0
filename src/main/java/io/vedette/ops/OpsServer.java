package io.vedette.ops;

import io.vedette.frame.Ledger;
import io.vedette.http.BoundServer;
import io.vedette.http.HttpSettings;
import io.vedette.http.Routes;
import io.vedette.log.Logs;
import io.vedette.runtime.Service;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of {@code /health/live}, {@code /health/ready}, {@code /metrics}, {@code /api/ledger}
 * and {@code /api/log}. Thread-safe; handlers run on the event loop and do not block.
 */
public final class OpsServer implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final Vertx vertx;
  private final HttpSettings settings;
  private final Health health;
  private final Scrape scrape;
  private final Ledger ledger;
  private final LogRoutes logRoutes;
  private @Nullable BoundServer server;

  public OpsServer(
      Vertx vertx, HttpSettings settings, Health health, Scrape scrape, Ledger ledger, Logs logs) {
    this.vertx = vertx;
    this.settings = settings;
    this.health = health;
    this.scrape = scrape;
    this.ledger = ledger;
    this.logRoutes = new LogRoutes(logs);
    LedgerMeters meters = new LedgerMeters(ledger);
    scrape.before(() -> meters.bindTo(scrape.registry()));
  }

  /**
   * Binds the port of the settings; without one the default port, or a free one where that is in
   * use.
   *
   * @throws io.vedette.runtime.Failure of action STOP when the port of the settings is in use
   */
  @Override
  public void start() {
    BoundServer bound =
        BoundServer.open(vertx, settings.listener(), "http", "http.port", this::addRoutes);
    server = bound;
    if (settings.port() == null && bound.port() != HttpSettings.USUAL_PORT) {
      LOG.info(
          "port {} is in use; health and metrics are at {} (http.port sets a port)",
          HttpSettings.USUAL_PORT,
          address());
    }
  }

  /** The bound port; -1 while there is none. */
  public int port() {
    BoundServer bound = server;
    return bound == null ? -1 : bound.port();
  }

  /** The server's address, once it is started. */
  public String address() {
    return "http://%s:%s".formatted(settings.host(), port());
  }

  @Override
  public void close() {
    BoundServer bound = server;
    server = null;
    if (bound != null) {
      bound.close();
    }
  }

  private void addRoutes(Routes routes) {
    routes.open("/health/live", context -> answer(context, health.notLive()));
    routes.open("/health/ready", context -> answer(context, health.notReady()));
    routes.get("/metrics", this::metrics);
    routes.get("/api/ledger", this::balances);
    logRoutes.addTo(routes);
  }

  private void metrics(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
        .end(scrape.text());
  }

  private void balances(RoutingContext context) {
    JsonObject cameras = new JsonObject();
    ledger
        .balances()
        .forEach(
            (camera, balance) -> {
              JsonObject dropped = new JsonObject();
              balance.dropped().forEach((reason, frames) -> dropped.put(reason.wireName(), frames));
              cameras.put(
                  camera,
                  new JsonObject()
                      .put("captured", balance.captured())
                      .put("inferred", balance.inferred())
                      .put("shrunk", balance.shrunk())
                      .put("dropped", dropped));
            });
    context.json(cameras);
  }

  /**
   * Answers DOWN for complaints about the process, and DEGRADED, which is no error, for single
   * parts of it.
   */
  private void answer(RoutingContext context, Map<String, String> complaints) {
    Map<String, Object> parts = new TreeMap<>(health.impaired());
    String well = parts.isEmpty() ? "UP" : "DEGRADED";
    parts.putAll(complaints);
    context.response().setStatusCode(complaints.isEmpty() ? OK : UNAVAILABLE);
    context.json(
        new JsonObject()
            .put("status", complaints.isEmpty() ? well : "DOWN")
            .put("parts", new JsonObject(parts)));
  }
}
