package io.vedette.http;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address of one server and its requirements for connections. Immutable.
 *
 * @param address the host and port
 * @param names the names by which requests may call it, besides those of loopback; null for any
 *     name
 * @param token the token that requests need, except open ones; null for none
 * @param tls the settings of HTTPS
 */
public record Listener(
    Address address,
    @Nullable List<String> names,
    @Nullable String token,
    Limits limits,
    ServerTlsSettings tls) {
  /**
   * A host and port.
   *
   * @param port null for the default port, or a free one where that is in use
   */
  public record Address(String host, @Nullable Integer port, int usualPort) {}

  /**
   * The limits of connections and requests.
   *
   * @param body the most bytes of a request's body
   */
  public record Limits(int connections, Duration idle, Duration request, int body) {}
}
