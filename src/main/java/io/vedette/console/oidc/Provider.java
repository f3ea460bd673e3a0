package io.vedette.console.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The provider over the network: its metadata, its keys, and tokens for codes. Its calls block.
 * Thread-safe.
 */
final class Provider implements AutoCloseable {
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final OidcSettings.Client client;
  private final ProviderHttp http;
  private final InstantSource clock;
  private final ProviderKeys keys;
  private @Nullable ProviderMetadata metadata;
  private Instant read = Instant.MIN;
  private Instant tried = Instant.MIN;
  private volatile @Nullable OidcFailure failure;

  Provider(Vertx vertx, OidcSettings settings, OidcSettings.Client client, InstantSource clock) {
    this.client = client;
    this.http = new ProviderHttp(vertx, settings);
    this.clock = clock;
    this.keys = new ProviderKeys(() -> http.get("the provider's keys", metadata().keys()), clock);
  }

  /** The reason why it cannot be used, as far as that is known without asking it. */
  Optional<String> failure() {
    return Optional.ofNullable(failure).map(OidcFailure::detail);
  }

  ProviderKeys keys() {
    return keys;
  }

  /**
   * Its metadata, read each hour.
   *
   * @throws OidcFailure when it does not answer as it should
   */
  synchronized ProviderMetadata metadata() {
    Instant now = clock.instant();
    OidcFailure last = failure;
    boolean isFresh = metadata != null && now.isBefore(read.plus(FRESH));
    boolean isPausing = last != null && now.isBefore(tried.plus(PAUSE));
    if (!isFresh && !isPausing) {
      tried = now;
      last = refresh(now);
    }
    ProviderMetadata known = metadata;
    if (known == null) {
      throw last == null ? OidcFailure.unavailable("the provider has not answered yet") : last;
    }
    return known;
  }

  private @Nullable OidcFailure refresh(Instant now) {
    try {
      URI address = URI.create(client.issuer().replaceFirst("/$", "") + DISCOVERY);
      metadata =
          ProviderMetadata.read(
              http.get("the provider's discovery document", address), client.issuer());
      read = now;
      failure = null;
    } catch (OidcFailure e) {
      metadata = null;
      failure = e;
    }
    return failure;
  }

  /**
   * The ID token for a code.
   *
   * @throws OidcFailure when the provider gives none
   */
  String idToken(String code, String verifier) {
    ProviderMetadata known = metadata();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", client.redirect());
    form.put("code_verifier", verifier);
    Map<String, String> headers = new LinkedHashMap<>();
    String secret = client.secret();
    if (secret == null || known.takesForms()) {
      form.put("client_id", client.id());
    }
    if (secret != null && known.takesForms()) {
      form.put("client_secret", secret);
    } else if (secret != null) {
      headers.put("authorization", "Basic " + basic(client.id(), secret));
    }
    ProviderHttp.Reply reply =
        http.post("the provider's token endpoint", known.token(), encoded(form), headers);
    return idToken(reply);
  }

  private static String idToken(ProviderHttp.Reply reply) {
    JsonNode token = reply.json().path("id_token");
    if (reply.status() == 200 && token.isTextual()) {
      return token.asText();
    }
    String error = ErrorCode.of(reply.json().path("error").asText());
    if (reply.status() >= 500) {
      throw OidcFailure.unavailable(
          "the provider's token endpoint: expected a status of 200, found " + reply.status());
    }
    throw OidcFailure.refused(
        reply.status() == 200
            ? "the provider gave no ID token; check that console.login.oidc.scopes has openid"
            : "the provider gave no token for its code: %s (status %d); log in again"
                .formatted(error, reply.status()));
  }

  private static String basic(String id, String secret) {
    String login = encoded(id) + ":" + encoded(secret);
    return Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  /** Parameters in the form of a form or a query. */
  static String encoded(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
