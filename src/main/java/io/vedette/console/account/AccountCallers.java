package io.vedette.console.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.Actor;
import io.vedette.account.Accounts;
import io.vedette.account.RandomKey;
import io.vedette.account.Sessions;
import io.vedette.account.Tokens;
import io.vedette.console.Callers;
import io.vedette.console.contract.Problem;
import io.vedette.console.oidc.OidcLogin;
import io.vedette.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The callers that a session's cookie or a token identifies. Without accounts everybody on this
 * machine may do everything, unless a login is always needed. Thread-safe.
 */
public final class AccountCallers implements Callers {
  /** The header in which a page proves that it is one of this console. */
  static final String PROOF = "X-Vedette-Page";

  private static final String BEARER = "bearer ";
  private static final String SITE = "Sec-Fetch-Site";
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private final Stores stores;
  private final LoginContext login;
  private final WorkerExecutor workers;
  private volatile boolean hasAccounts;

  /** The stores in which callers are looked up. */
  public record Stores(Accounts accounts, Sessions sessions, Tokens tokens) {}

  /** The credentials of a request. */
  private record Given(@Nullable String session, @Nullable String token) {}

  /**
   * @param workers the threads for database queries
   */
  public AccountCallers(Stores stores, LoginContext login, WorkerExecutor workers) {
    this.stores = stores;
    this.login = login;
    this.workers = workers;
  }

  @Override
  public Future<Actor> of(RoutingContext context) {
    Given given = given(context);
    boolean isHere = login.line().isLocal(context) && Routes.isToLoopback(context);
    return workers.executeBlocking(() -> find(given, isHere), false);
  }

  private Actor find(Given given, boolean isHere) {
    if (isOpen()) {
      if (isHere) {
        return Actor.LOCAL;
      }
      throw new Problem(
          421, "without accounts the console is called by localhost or 127.0.0.1 alone");
    }
    Optional<Actor> bySession =
        Optional.ofNullable(given.session())
            .flatMap(stores.sessions()::find)
            .map(session -> session.account().actor());
    String token = given.token();
    if (token == null) {
      return bySession.orElse(Actor.NOBODY);
    }
    Actor byToken =
        stores.tokens().find(token).orElseThrow(() -> new Problem(401, "no such token"));
    return bySession
        .map(session -> byToken.limitedTo(session.role(), session.cameras()))
        .orElse(byToken);
  }

  /** Whether callers on this machine need no login. */
  private boolean isOpen() {
    return !login.isNeeded() && isEmpty();
  }

  private boolean isEmpty() {
    if (!hasAccounts) {
      hasAccounts = !stores.accounts().isEmpty();
    }
    return !hasAccounts;
  }

  private Given given(RoutingContext context) {
    HttpServerRequest request = context.request();
    String session =
        isOfThisSite(request)
            ? SessionCookie.SESSION.read(context, login.isSecure(context)).orElse(null)
            : null;
    return new Given(session, token(request));
  }

  private static @Nullable String token(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return null;
    }
    return header.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? header.substring(BEARER.length()).strip()
        : "";
  }

  /**
   * Whether the browser reports that a page of this console asks, or no page at all. Where it
   * reports nothing, a WebSocket has to name its origin, which was compared before.
   */
  private static boolean isOfThisSite(HttpServerRequest request) {
    String site = request.getHeader(SITE);
    boolean isSocket = "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    return site == null
        ? !isSocket || request.headers().contains(HttpHeaders.ORIGIN)
        : OWN.contains(site);
  }

  @Override
  public boolean isFromPage(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!isOfThisSite(request)) {
      return false;
    }
    if (token(request) != null) {
      return true; // no page of another site can send that
    }
    String proof = request.getHeader(PROOF);
    return SessionCookie.SESSION
        .read(context, login.isSecure(context))
        .map(key -> proof != null && RandomKey.isSame(SessionCookie.proof(key), proof))
        .orElse(true);
  }

  @Override
  public void describe(RoutingContext context, ObjectNode me) {
    SessionCookie.SESSION
        .read(context, login.isSecure(context))
        .ifPresent(key -> me.put("proof", SessionCookie.proof(key)));
    if (login.isNeeded() && isEmpty()) {
      me.put("setup", true);
    }
    OidcLogin oidc = login.oidc();
    if (oidc != null && me.path("account").isNull()) {
      ObjectNode provider = me.putObject("oidc").put("title", oidc.title());
      oidc.failure().ifPresent(reason -> provider.put("failure", reason));
    }
  }
}
