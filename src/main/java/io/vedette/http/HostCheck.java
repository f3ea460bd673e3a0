package io.vedette.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The check of the host names that a server without a token accepts. Immutable.
 *
 * <p>A web page can let its own name resolve to 127.0.0.1 and then read, with its visitor's
 * browser, the answers of a server there as its own. The name in the request reveals this.
 */
final class HostCheck {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(0{0,4}:){2,7}0{0,3}1\\]");
  private static final Pattern PORT = Pattern.compile(":\\d{0,5}$");

  private final Set<String> names = new HashSet<>();
  private final boolean takesAnyName;

  HostCheck(Listener listener) {
    List<String> others = listener.names();
    this.takesAnyName = others == null;
    names.add(listener.address().host().toLowerCase(Locale.ROOT));
    if (others != null) {
      others.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }
  }

  /** Whether the host in a request is this machine's loopback, by its name or address. */
  static boolean isLoopback(String authority) {
    String name = PORT.matcher(authority).replaceFirst("").toLowerCase(Locale.ROOT);
    return LOOPBACK.matcher(name).matches();
  }

  /** Whether a request calls the server by one of its names; HTTP/1.0 may leave it out. */
  boolean isKnown(HttpServerRequest request) {
    if (takesAnyName) {
      return true;
    }
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    boolean isOld = hosts.isEmpty() && request.version() == HttpVersion.HTTP_1_0;
    return (isOld || (hosts.size() == 1 && isKnown(hosts.get(0)))) && isKnownTarget(request.uri());
  }

  /**
   * Whether a request comes from a page of this server, or from no page at all: browsers name the
   * page's origin wherever a request may change something.
   */
  boolean isOwnOrigin(HttpServerRequest request) {
    @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      return true;
    }
    @Nullable String host = request.getHeader(HttpHeaders.HOST);
    return host != null && host.equalsIgnoreCase(authority(origin));
  }

  /**
   * Whether the target in the first line is known, where a request names the server as for a proxy.
   */
  private boolean isKnownTarget(String target) {
    return target.startsWith("/") || target.equals("*") || isKnown(authority(target));
  }

  private boolean isKnown(@Nullable String authority) {
    if (authority == null) {
      return false;
    }
    String name = PORT.matcher(authority).replaceFirst("").toLowerCase(Locale.ROOT);
    return LOOPBACK.matcher(name).matches() || names.contains(name);
  }

  private static @Nullable String authority(String address) {
    try {
      return new URI(address).getRawAuthority();
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
