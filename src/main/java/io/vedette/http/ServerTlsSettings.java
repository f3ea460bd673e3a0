package io.vedette.http;

import static io.vedette.config.Limits.shown;

import io.vedette.config.Setting;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings of the certificate by which a server serves HTTPS itself. Immutable. */
public record ServerTlsSettings(
    @Setting(
            value = "",
            doc =
                "PEM file of a certificate and those that lead to its authority, by which HTTPS is served; read again when it changes. Plain HTTP when empty.")
        @Nullable Path certificate,
    @Setting(value = "", doc = "PEM file of its private key.") @Nullable Path key,
    @Setting(
            value = "180d",
            doc =
                "How long browsers call the server by HTTPS alone after a visit (HSTS); not at all when 0s.")
        Duration hsts) {
  /** The settings of plain HTTP. */
  public static final ServerTlsSettings NONE = new ServerTlsSettings(null, null, Duration.ZERO);

  public ServerTlsSettings {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          "%s: missing; a certificate and its key belong together"
              .formatted(certificate == null ? "certificate" : "key"));
    }
    if (hsts.isNegative()) {
      throw new IllegalArgumentException("hsts: expected 0s or more, found " + shown(hsts));
    }
  }

  /** Whether HTTPS is served. */
  public boolean isOn() {
    return certificate != null;
  }

  /** The value of Strict-Transport-Security; empty for none. */
  String strictTransport() {
    return isOn() && !hsts.isZero() ? "max-age=" + hsts.toSeconds() : "";
  }
}
