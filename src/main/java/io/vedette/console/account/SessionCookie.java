package io.vedette.console.account;

import io.vedette.account.RandomKey;
import io.vedette.account.Sessions;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A cookie that holds a key: for this host, over TLS if available, out of reach of scripts and of
 * other sites.
 */
enum SessionCookie {
  /** The key of a session. */
  SESSION("__Host-vedette", "vedette-session", Sessions.LONGEST),
  /** The key that binds a login at a provider to the browser that began it. */
  LOGIN("__Host-vedette-login", "vedette-login", Duration.ofMinutes(10));

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final String secureName;
  private final String plainName;
  private final Duration lasts;

  SessionCookie(String secureName, String plainName, Duration lasts) {
    this.secureName = secureName;
    this.plainName = plainName;
    this.lasts = lasts;
  }

  /** The key that a request brings. */
  Optional<String> read(RoutingContext context, boolean isSecure) {
    Cookie cookie = context.request().getCookie(name(isSecure));
    return Optional.ofNullable(cookie)
        .map(Cookie::getValue)
        .filter(value -> KEY.matcher(value).matches());
  }

  /** The header by which a browser keeps a key. */
  String keep(String key, boolean isSecure) {
    return header(key, isSecure, lasts.toSeconds());
  }

  /** The header by which a browser forgets the key. */
  String forget(boolean isSecure) {
    return header("", isSecure, 0);
  }

  /**
   * The proof that a page of the session sends with every change, which no page of another site can
   * know.
   */
  static String proof(String key) {
    return RandomKey.hash("page of " + key);
  }

  private String name(boolean isSecure) {
    return isSecure ? secureName : plainName;
  }

  private String header(String value, boolean isSecure, long seconds) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(name(isSecure), value, seconds, isSecure ? "; Secure" : "");
  }
}
