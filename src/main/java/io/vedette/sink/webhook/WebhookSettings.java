package io.vedette.sink.webhook;

import io.vedette.config.Secret;
import io.vedette.config.Setting;
import io.vedette.config.TlsSettings;
import io.vedette.runtime.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Alerts as HTTP requests. Immutable. */
public record WebhookSettings(
    @Setting(value = "", doc = "Where to, as https://example.com/alerts.") String url,
    @Setting(
            value = "",
            doc = "Signs requests by HMAC-SHA256, as ${file:/run/secrets/x}; unsigned when empty.")
        @Nullable Secret secret,
    @Setting(value = "", doc = "The secret before, with which requests are signed, too.")
        @Nullable Secret formerSecret,
    @Setting(value = "", doc = "Value of the Authorization header, as a reference.")
        @Nullable Secret authorization,
    @Setting(value = "10s", doc = "Longest wait for an answer.") Duration timeout,
    TlsSettings tls) {
  public WebhookSettings {
    if (url == null || !isHttp(url)) {
      throw new IllegalArgumentException(
          "url: expected one as https://example.com/alerts, found "
              + (url == null ? "nothing" : "\"" + Secrets.mask(url) + "\""));
    }
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout: expected at least 1ms, found " + timeout);
    }
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = new URI(url);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
