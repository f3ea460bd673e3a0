package io.vedette.sink.webhook;

import static io.vedette.config.Limits.shown;

import io.vedette.config.Secret;
import io.vedette.config.Setting;
import io.vedette.config.TlsSettings;
import io.vedette.text.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings of a webhook sink. Immutable. */
public record WebhookSettings(
    @Setting(
            value = "",
            doc =
                "Address, such as https://example.com/alerts; a login in it is sent as Basic authorization.")
        String url,
    @Setting(
            value = "",
            doc =
                "Secret that signs requests by HMAC-SHA256, as ${file:/run/secrets/x}; unsigned when empty.")
        @Nullable Secret secret,
    @Setting(value = "", doc = "The former secret, with which requests are also signed.")
        @Nullable Secret formerSecret,
    @Setting(value = "", doc = "Value of the Authorization header, as a reference.")
        @Nullable Secret authorization,
    @Setting(value = "10s", doc = "Longest wait for an answer.") Duration timeout,
    TlsSettings tls) {
  public WebhookSettings {
    if (url == null || !isHttp(url)) {
      throw new IllegalArgumentException(
          "url: expected an address such as https://example.com/alerts, found "
              + (url == null ? "nothing" : "\"" + Secrets.maskUrl(url) + "\""));
    }
    if (authorization != null && URI.create(url).getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "expected a login in url or authorization, found both; leave one out");
    }
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout: expected at least 1ms, found " + shown(timeout));
    }
  }

  /** The URL without a login. */
  String address() {
    String login = URI.create(url).getRawUserInfo();
    return login == null ? url : url.replaceFirst(Pattern.quote(login + "@"), "");
  }

  /** The value of the Authorization header. */
  Optional<String> authorizationHeader() {
    if (authorization != null) {
      return Optional.of(authorization.value());
    }
    return Optional.ofNullable(URI.create(url).getUserInfo())
        .map(login -> login.contains(":") ? login : login + ":")
        .map(login -> login.getBytes(StandardCharsets.UTF_8))
        .map(login -> "Basic " + Base64.getEncoder().encodeToString(login));
  }

  /** The settings without secrets. */
  @Override
  public String toString() {
    return "WebhookSettings[url=" + Secrets.mask(url) + "]";
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
