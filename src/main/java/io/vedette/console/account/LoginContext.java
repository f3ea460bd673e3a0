package io.vedette.console.account;

import io.vedette.console.contract.Problem;
import io.vedette.console.oidc.OidcLogin;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which people log in. Immutable.
 *
 * @param line the connections of requests
 * @param isNeeded whether a login is needed although there are no accounts yet
 * @param oidc logins by a provider; null for none
 */
public record LoginContext(Line line, boolean isNeeded, @Nullable OidcLogin oidc) {
  /** Whether cookies are for connections by TLS. */
  boolean isSecure(RoutingContext context) {
    return line.isSecure(context);
  }

  /** Refuses logins that somebody on the way could read. */
  void requirePrivate(RoutingContext context) {
    if (!line.isPrivate(context)) {
      throw new Problem(
          403,
          "passwords and logins are taken over HTTPS alone, or from this machine; set console.tls, or name a proxy that ends TLS by console.login.proxies");
    }
  }
}
