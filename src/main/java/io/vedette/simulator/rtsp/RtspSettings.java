package io.vedette.simulator.rtsp;

import io.vedette.config.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the RTSP server. Immutable.
 *
 * @param host address to listen on
 * @param port TCP port; 0 takes a free one
 * @param access the settings of viewers' logins
 * @param sessionTimeout the time after which a silent session ends, at least 1 s
 * @param keyStore PKCS #12 file with key and certificate; serves RTSPS instead of RTSP when given
 * @param keyStorePassword that opens it
 */
public record RtspSettings(
    @Setting(value = "127.0.0.1", doc = "Address to listen on.") String host,
    @Setting(value = "8554", doc = "TCP port; 0 takes a free one.") int port,
    AccessSettings access,
    @Setting(value = "60s", doc = "Silence after which a session ends.") Duration sessionTimeout,
    @Setting(value = "", doc = "PKCS #12 file; with it RTSPS is served.") @Nullable String keyStore,
    @Setting(value = "", doc = "Password of the key store.") @Nullable String keyStorePassword) {

  public RtspSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: expected 0 to 65535, found " + port);
    }
    if (sessionTimeout.toMillis() < 1000) {
      throw new IllegalArgumentException(
          "session-timeout: expected 1s or more, found " + sessionTimeout.toSeconds() + "s");
    }
  }

  /** The defaults on a port. */
  public static RtspSettings on(int port) {
    return new RtspSettings(
        "127.0.0.1", port, AccessSettings.open(), Duration.ofSeconds(60), null, null);
  }

  @Override
  public String toString() {
    return "RtspSettings[host=" + host + ", port=" + port + ", access=" + access + "]";
  }
}
