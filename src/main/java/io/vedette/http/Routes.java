package io.vedette.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The paths of one server. Every request passes the same checks first: connection limit, name,
 * origin, token, size of its body. Confined to the thread that adds the paths, then to the server's
 * event loop.
 */
public final class Routes {
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
  private static final int LARGEST_BODY = 64 << 10;
  private static final String BEARER = "Bearer ";
  private static final String JSON = "application/json";
  private static final Map<String, String> HEADERS =
      Map.of(
          "Cache-Control", "no-store",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Referrer-Policy", "no-referrer",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY");
  private static final Map<Integer, String> REASONS =
      Map.of(
          400, "the request cannot be read",
          404, "there is nothing at this path",
          413, "the body is larger than 64 KiB",
          500, "the request failed; the server's log says why");

  /** What is served at a path, by method. */
  private record Resource(boolean isOpen, Map<HttpMethod, Handler<RoutingContext>> handlers) {}

  private final @Nullable String token;
  private final HostCheck hosts;
  private final ConnectionLimit limit;
  private final Map<String, Resource> resources = new LinkedHashMap<>();

  Routes(HttpSettings settings, ConnectionLimit limit) {
    this.token = settings.token();
    this.hosts = new HostCheck(settings);
    this.limit = limit;
  }

  /** Adds a path that can be read without the token. */
  public void open(String path, Handler<RoutingContext> handler) {
    add(path, true, HttpMethod.GET, handler);
  }

  /** Adds a path that can be read, by GET and HEAD. */
  public void get(String path, Handler<RoutingContext> handler) {
    add(path, false, HttpMethod.GET, handler);
  }

  /**
   * Adds a path that takes JSON. No page of another site can send that type unasked, so what is
   * changed here is not changed by a page that an operator happens to visit.
   */
  public void post(String path, Handler<RoutingContext> handler) {
    add(path, false, HttpMethod.POST, context -> takeJson(context, handler));
  }

  /** Adds a path that can be deleted. */
  public void delete(String path, Handler<RoutingContext> handler) {
    add(path, false, HttpMethod.DELETE, handler);
  }

  /** Answers a request that cannot be served. */
  public static void refuse(RoutingContext context, int status, String reason) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
        .end(new JsonObject().put("error", reason).encode() + "\n");
  }

  Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(this::admit).failureHandler(Routes::failed);
    router.route().handler(this::checkCaller);
    router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
    resources.forEach(
        (path, resource) -> {
          if (!resource.isOpen()) {
            router.route(path).handler(this::authenticate);
          }
          router.route(path).handler(context -> serve(context, resource.handlers()));
        });
    router.route().handler(this::authenticate);
    router.route().handler(context -> refuse(context, 404, reason(404)));
    return router;
  }

  private void add(
      String path, boolean isOpen, HttpMethod method, Handler<RoutingContext> handler) {
    resources
        .computeIfAbsent(path, ignored -> new Resource(isOpen, new LinkedHashMap<>()))
        .handlers()
        .put(method, handler);
  }

  private void admit(RoutingContext context) {
    HEADERS.forEach(context.response()::putHeader);
    var connection = context.request().connection();
    if (limit.begin(connection)) {
      context.addEndHandler(ignored -> limit.end(connection));
      context.next();
    } else {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      context.response().putHeader("Retry-After", "1");
      refuse(context, 503, "too many connections; try again");
    }
  }

  private void checkCaller(RoutingContext context) {
    if (!hosts.isKnown(context.request())) {
      refuse(context, 421, "this server is not called so; name it in http.names or set http.token");
    } else if (!hosts.isOwnOrigin(context.request())) {
      refuse(context, 403, "requests of other sites' pages are not answered");
    } else {
      context.next();
    }
  }

  private void authenticate(RoutingContext context) {
    String given = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (token == null || (given != null && isSame(BEARER + token, given))) {
      context.next();
    } else {
      context.response().putHeader("WWW-Authenticate", "Bearer");
      refuse(context, 401, "expected the header Authorization: Bearer <http.token>");
    }
  }

  private static void serve(
      RoutingContext context, Map<HttpMethod, Handler<RoutingContext>> handlers) {
    HttpMethod method = context.request().method();
    Handler<RoutingContext> handler =
        handlers.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
    if (handler != null) {
      handler.handle(context);
      return;
    }
    context.response().putHeader(HttpHeaders.ALLOW, allowed(handlers));
    if (method.equals(HttpMethod.OPTIONS)) {
      context.response().setStatusCode(204).end();
    } else {
      refuse(context, 405, "this path takes " + allowed(handlers));
    }
  }

  private static String allowed(Map<HttpMethod, Handler<RoutingContext>> handlers) {
    TreeSet<String> names = new TreeSet<>();
    names.add(HttpMethod.OPTIONS.name());
    handlers.keySet().forEach(method -> names.add(method.name()));
    if (handlers.containsKey(HttpMethod.GET)) {
      names.add(HttpMethod.HEAD.name());
    }
    return String.join(", ", names);
  }

  private static void takeJson(RoutingContext context, Handler<RoutingContext> handler) {
    @Nullable String given = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    String type = given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (type.equals(JSON)) {
      handler.handle(context);
    } else {
      refuse(context, 415, "expected Content-Type: application/json");
    }
  }

  /** What the router or a handler could not do. A body that is not read to its end ends all. */
  private static void failed(RoutingContext context) {
    boolean isGone = context.failure() instanceof HttpClosedException;
    if (isGone || context.response().ended()) {
      return;
    }
    int status = context.statusCode() < 400 ? 500 : context.statusCode();
    if (status >= 500) {
      LOG.warn("{} failed", context.normalizedPath(), context.failure());
    }
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    refuse(context, status, reason(status));
  }

  private static String reason(int status) {
    return REASONS.getOrDefault(status, "the request cannot be served");
  }

  private static boolean isSame(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
