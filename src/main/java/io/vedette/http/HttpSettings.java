package io.vedette.http;

import static io.vedette.config.Limits.shown;

import io.vedette.config.Setting;
import io.vedette.config.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of an HTTP server: its address, and the requests that it accepts. Immutable. */
public record HttpSettings(
    @Setting(
            value = "127.0.0.1",
            doc = "Address to listen on; another than loopback needs a token.")
        String host,
    @Setting(
            value = "",
            doc =
                "Port to listen on; 0 takes a free one. When empty 8088, or a free one where that is in use.")
        @Nullable Integer port,
    @Setting(
            value = "",
            doc =
                "Bearer token asked of every request but health; by reference, as ${file:/run/secrets/token}.")
        @Nullable String token,
    @Setting(
            value = "",
            doc =
                "Host names that requests may use, besides host and those of loopback; with a"
                    + " token any name is accepted.")
        List<String> names,
    @Setting(
            value = "256",
            doc = "Connections at a time; at the limit the one idle for longest is closed.")
        int connections,
    @Setting(value = "60s", doc = "How long a connection may be open without a request.")
        Duration idleTimeout,
    @Setting(
            value = "30s",
            doc = "How long a request may take, from its head until its answer has been read.")
        Duration requestTimeout) {
  /** The default port. */
  public static final int USUAL_PORT = 8088;

  private static final int LARGEST_BODY = 64 << 10;
  private static final int LARGEST_PORT = 65_535;
  private static final int SHORTEST_TOKEN = 16;
  private static final int MOST_CONNECTIONS = 10_000;

  public HttpSettings {
    names = List.copyOf(names);
    if (port != null) {
      within("port", port, 0, LARGEST_PORT);
    }
    within("connections", connections, 1, MOST_CONNECTIONS);
    requireTime("idle-timeout", idleTimeout);
    requireTime("request-timeout", requestTimeout);
    if (token != null && token.length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException(
          "token: expected at least 16 characters, found " + token.length());
    }
    if (token == null && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "host: "
              + host
              + " can be reached from outside, which needs http.token; set one or use 127.0.0.1");
    }
  }

  /** The listener of these settings. */
  public Listener listener() {
    return new Listener(
        new Listener.Address(host, port, USUAL_PORT),
        token == null ? names : null,
        token,
        new Listener.Limits(connections, idleTimeout, requestTimeout, LARGEST_BODY),
        ServerTlsSettings.NONE);
  }

  /**
   * The settings of a server on a port of loopback, all others by default; port 0 takes a free one.
   */
  public static HttpSettings onLoopback(int port) {
    return new Settings(Map.of())
        .put("port", Integer.toString(port), "port")
        .bind(HttpSettings.class);
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: expected %d–%d, found %d".formatted(key, least, most, value));
    }
  }

  private static void requireTime(String key, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(key + ": expected at least 1ms, found " + shown(value));
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("host: " + host + " is not known on this machine", e);
    }
  }
}
