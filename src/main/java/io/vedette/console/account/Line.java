package io.vedette.console.account;

import io.vedette.camera.address.AddressRange;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a request: whether it is encrypted, and the caller's address. Headers about
 * this are accepted only from listed proxies. Immutable.
 *
 * @param proxies the listed proxies
 */
public record Line(List<AddressRange> proxies) {
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final List<String> FORWARDED =
      List.of(FORWARDED_FOR, "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded");

  public Line {
    proxies = List.copyOf(proxies);
  }

  /** Whether a request came by TLS, to here or to a listed proxy. */
  boolean isSecure(RoutingContext context) {
    return context.request().isSSL()
        || (isProxy(remote(context))
            && "https".equalsIgnoreCase(context.request().getHeader("X-Forwarded-Proto")));
  }

  /** Whether a request came from a program of this machine that passes on no other's request. */
  boolean isLocal(RoutingContext context) {
    InetAddress remote = remote(context);
    return remote != null
        && remote.isLoopbackAddress()
        && FORWARDED.stream().noneMatch(context.request().headers()::contains);
  }

  /** Whether nobody on the way can read a request. */
  boolean isPrivate(RoutingContext context) {
    return isSecure(context) || isLocal(context);
  }

  /** The address that a request comes from, as far as that is known. */
  String client(RoutingContext context) {
    InetAddress remote = remote(context);
    String forwarded = context.request().getHeader(FORWARDED_FOR);
    if (forwarded != null && isProxy(remote)) {
      return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }
    return remote == null ? "unknown" : remote.getHostAddress();
  }

  private boolean isProxy(@Nullable InetAddress remote) {
    return remote != null && AddressRange.hold(proxies, remote);
  }

  private static @Nullable InetAddress remote(RoutingContext context) {
    SocketAddress address = context.request().remoteAddress();
    String host = address == null ? null : address.hostAddress();
    try {
      return host == null ? null : InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      return null; // no address of a network
    }
  }
}
