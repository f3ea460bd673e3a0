package io.vedette.ops;

import io.vedette.config.Setting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Where health, metrics and the API listen. Immutable. */
public record HttpSettings(
    @Setting(
            value = "127.0.0.1",
            doc = "Address to listen on; another than loopback needs a token.")
        String host,
    @Setting(value = "8088", doc = "Port to listen on; 0 takes a free one.") int port,
    @Setting(
            value = "",
            doc =
                "Bearer token asked of every request but health; by reference, as ${file:/run/secrets/token}.")
        @Nullable String token) {
  private static final int LARGEST_PORT = 65_535;
  private static final int SHORTEST_TOKEN = 16;

  public HttpSettings {
    if (port < 0 || port > LARGEST_PORT) {
      throw new IllegalArgumentException("port: expected 0–65535, found " + port);
    }
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

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("host: " + host + " is not known on this machine", e);
    }
  }
}
