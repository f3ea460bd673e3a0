package io.vedette.http;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address of one server and its requirements for connections. Immutable.
 *
 * @param address where it listens
 * @param names that requests may call it by, besides those of loopback; null takes any name
 * @param token asked of every request but open ones; null asks for none
 * @param tls by what HTTPS is served
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
   * @param port null takes the usual one, or a free one where that is in use
   */
  public record Address(String host, @Nullable Integer port, int usualPort) {}

  /**
   * Bounds of connections and requests.
   *
   * @param body most bytes of a request's body
   */
  public record Limits(int connections, Duration idle, Duration request, int body) {}
}
