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
          413, "the body is too large",
          500, "the request failed; the server's log says why");

  private static final String LIMIT = "vedette.limit";

  /** The form of answers to requests that cannot be served. */
  @FunctionalInterface
  public interface Refusal {
    void answer(RoutingContext context, int status, String reason);
  }

  /** The handlers of a path, by method. */
  private record Resource(boolean isOpen, Map<HttpMethod, Handler<RoutingContext>> handlers) {}

  private final @Nullable String token;
  private final HostCheck hosts;
  private final ConnectionLimit limit;
  private final String strictTransport;
  private final int largestBody;
  private final Map<String, Resource> resources = new LinkedHashMap<>();
  private Refusal refusal = Routes::refuse;
  private @Nullable Handler<RoutingContext> rest;

  Routes(Listener listener, ConnectionLimit limit) {
    this.token = listener.token();
    this.hosts = new HostCheck(listener);
    this.strictTransport = listener.tls().strictTransport();
    this.largestBody = listener.limits().body();
    this.limit = limit;
  }

  /** Adds a handler for all other paths, which asks for rights itself. */
  public void rest(Handler<RoutingContext> handler) {
    rest = handler;
  }

  /** Sets the form of refusals. */
  public void refusing(Refusal shape) {
    refusal = shape;
  }

  /** Allows an answer without an end: a stream of events or pictures, a WebSocket. */
  public static void hold(RoutingContext context) {
    ConnectionLimit limit = context.get(LIMIT);
    limit.hold(context.request().connection());
  }

  /** Whether a request calls the server by a name or address of loopback. */
  public static boolean isToLoopback(RoutingContext context) {
    @Nullable String host = context.request().getHeader(HttpHeaders.HOST);
    return host != null && HostCheck.isLoopback(host);
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
   * Adds a path that takes JSON. No page of another site can send that type unasked, so that a page
   * that an operator happens to visit changes nothing here.
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
    router.route().handler(this::admit).failureHandler(this::failed);
    router.route().handler(this::checkCaller);
    BodyHandler bodies = BodyHandler.create(false).setBodyLimit(largestBody);
    router.route().handler(context -> readBody(context, bodies));
    resources.forEach(
        (path, resource) -> {
          if (!resource.isOpen()) {
            router.route(path).handler(this::authenticate);
          }
          router.route(path).handler(context -> serve(context, resource.handlers()));
        });
    Handler<RoutingContext> others = rest;
    if (others != null) {
      router.route().handler(others);
    }
    router.route().handler(this::authenticate);
    router.route().handler(context -> refusal.answer(context, 404, reason(404)));
    return router;
  }

  /**
   * Reads a request's body; not that of a WebSocket's handshake, which its handler reads, also
   * where its client announces an empty body.
   */
  private static void readBody(RoutingContext context, BodyHandler bodies) {
    boolean isHandshake =
        context.request().method().equals(HttpMethod.GET)
            && "websocket".equalsIgnoreCase(context.request().getHeader(HttpHeaders.UPGRADE));
    if (isHandshake) {
      context.next();
    } else {
      bodies.handle(context);
    }
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
    if (!strictTransport.isEmpty()) {
      context.response().putHeader("Strict-Transport-Security", strictTransport);
    }
    var connection = context.request().connection();
    if (limit.begin(connection)) {
      context.put(LIMIT, limit);
      context.addEndHandler(ignored -> limit.end(connection));
      context.next();
    } else {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      context.response().putHeader("Retry-After", "1");
      refusal.answer(context, 503, "too many connections; try again");
    }
  }

  private void checkCaller(RoutingContext context) {
    if (!hosts.isKnown(context.request())) {
      refusal.answer(
          context, 421, "this server is not called so; name it in http.names or set http.token");
    } else if (!hosts.isOwnOrigin(context.request())) {
      refusal.answer(context, 403, "requests of other sites' pages are not answered");
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

  /**
   * Answers a failure of the router or of a handler; a body that was not read to its end ends the
   * connection.
   */
  private void failed(RoutingContext context) {
    boolean isGone = context.failure() instanceof HttpClosedException;
    if (isGone || context.response().ended()) {
      return;
    }
    int status = context.statusCode() < 400 ? 500 : context.statusCode();
    if (status >= 500) {
      LOG.warn("{} failed", context.normalizedPath(), context.failure());
    }
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    refusal.answer(context, status, reason(status));
  }

  private static String reason(int status) {
    return REASONS.getOrDefault(status, "the request cannot be served");
  }

  private static boolean isSame(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
