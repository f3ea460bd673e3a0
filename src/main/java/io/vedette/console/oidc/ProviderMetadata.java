package io.vedette.console.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.text.Printable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a provider from its discovery document. Immutable.
 *
 * @param logout the address at which browsers end their login at the provider; null when it offers
 *     none
 * @param namesItself whether its answers name their issuer, RFC 9207
 * @param takesForms whether a client's secret is accepted only as part of the form
 */
record ProviderMetadata(
    URI authorization,
    URI token,
    URI keys,
    @Nullable URI logout,
    boolean namesItself,
    boolean takesForms) {
  private static final String WHAT = "the provider's discovery document: ";
  private static final int LONGEST = 200;

  /**
   * Reads a discovery document.
   *
   * @throws OidcFailure when it is another provider's, or lacks an endpoint that is needed
   */
  static ProviderMetadata read(JsonNode json, String issuer) {
    String named = json.path("issuer").asText();
    if (!named.equals(issuer)) {
      throw OidcFailure.unavailable(
          WHAT
              + "expected the issuer %s, found \"%s\"; check console.login.oidc.issuer"
                  .formatted(issuer, Printable.line(named, LONGEST)));
    }
    requireOffered(json, "code_challenge_methods_supported", "S256");
    requireOffered(json, "response_types_supported", "code");
    Set<String> ways = texts(json.path("token_endpoint_auth_methods_supported"));
    return new ProviderMetadata(
        address(json, "authorization_endpoint"),
        address(json, "token_endpoint"),
        address(json, "jwks_uri"),
        json.hasNonNull("end_session_endpoint") ? address(json, "end_session_endpoint") : null,
        json.path("authorization_response_iss_parameter_supported").asBoolean(false),
        ways.contains("client_secret_post") && !ways.contains("client_secret_basic"));
  }

  private static void requireOffered(JsonNode json, String key, String value) {
    if (json.path(key).isArray() && !texts(json.path(key)).contains(value)) {
      throw OidcFailure.unavailable(
          WHAT + "expected %s in %s; this provider cannot be used".formatted(value, key));
    }
  }

  private static URI address(JsonNode json, String key) {
    String text = json.path(key).asText();
    try {
      URI uri = new URI(text);
      boolean isPlain =
          uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
      if (isPlain && OidcSettings.isPrivate(uri)) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw OidcFailure.unavailable(
        WHAT
            + "expected an address by https in %s, found \"%s\""
                .formatted(key, Printable.line(text, LONGEST)));
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new HashSet<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
