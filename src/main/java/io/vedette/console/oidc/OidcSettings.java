package io.vedette.console.oidc;

import io.vedette.config.Secret;
import io.vedette.config.Setting;
import io.vedette.config.TlsSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The OpenID Connect provider by which people log in; none without an issuer. Immutable. */
public record OidcSettings(
    @Setting(
            value = "",
            doc =
                "Issuer of an OpenID Connect provider, as https://login.example/realms/main; nobody logs in so when empty.")
        @Nullable String issuer,
    @Setting(value = "", doc = "What the console is called at the provider.")
        @Nullable String clientId,
    @Setting(
            value = "",
            doc =
                "Its secret there, as a reference: ${file:/run/secrets/x} or ${NAME}; none for a public client.")
        @Nullable Secret clientSecret,
    @Setting(
            value = "",
            doc =
                "How browsers call the console, as https://vedette.example; the provider sends them back to /oidc there.")
        @Nullable String address,
    @Setting(value = "openid, profile, email", doc = "What the provider is asked for.")
        List<String> scopes,
    @Setting(value = "your organisation", doc = "What the login page calls the provider.")
        String title,
    @Setting(value = "12h", doc = "How long such a session lasts at most.") Duration session,
    @Setting(value = "5s", doc = "Longest wait for an answer of the provider.") Duration timeout,
    ClaimSettings claims,
    TlsSettings tls) {
  private static final Duration SHORTEST_SESSION = Duration.ofMinutes(5);
  private static final Duration LONGEST_SESSION = Duration.ofDays(7);
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final String OPENID = "openid";

  public OidcSettings {
    scopes = List.copyOf(scopes);
    if (issuer != null) {
      requireAddress("issuer", issuer);
      requireOrigin(address);
      if (clientId == null) {
        throw new IllegalArgumentException("client-id: missing; the provider assigns it");
      }
      if (!scopes.contains(OPENID)) {
        throw new IllegalArgumentException("scopes: expected openid among them, found " + scopes);
      }
      if (claims.isEmpty()) {
        throw new IllegalArgumentException(
            "expected a value in claims.admins, claims.operators or claims.viewers, found none; nobody could log in");
      }
    }
    requireWithin("session", session, SHORTEST_SESSION, LONGEST_SESSION);
    requireWithin("timeout", timeout, SHORTEST_WAIT, LONGEST_WAIT);
  }

  /**
   * The console as the provider knows it.
   *
   * @param secret null for a public client
   * @param address the console's address, without a path
   */
  record Client(String issuer, String id, @Nullable String secret, String address) {
    /** The address to which the provider sends browsers after a login. */
    String redirect() {
      return address + "/oidc";
    }
  }

  /** The console as a client of the provider; empty without a provider. */
  Optional<Client> client() {
    if (issuer == null || clientId == null || address == null) {
      return Optional.empty();
    }
    String secret = clientSecret == null ? null : clientSecret.value();
    return Optional.of(new Client(issuer, clientId, secret, address));
  }

  /** Whether there is a provider. */
  public boolean isOn() {
    return issuer != null;
  }

  /**
   * Whether data that is sent to an address stays secret: it goes by TLS, or does not leave the
   * machine.
   */
  static boolean isPrivate(URI address) {
    return "https".equals(address.getScheme())
        || ("http".equals(address.getScheme()) && isLoopback(address.getHost()));
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static URI requireAddress(String key, @Nullable String given) {
    try {
      URI uri = new URI(given == null ? "" : given);
      if (isPlain(uri) && isPrivate(uri)) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "%s: expected an address by https, or by http on this machine, found %s"
            .formatted(key, given == null ? "nothing" : "\"" + given + "\""));
  }

  private static boolean isPlain(URI address) {
    return address.getHost() != null
        && address.getRawUserInfo() == null
        && address.getRawQuery() == null
        && address.getRawFragment() == null;
  }

  private static void requireOrigin(@Nullable String address) {
    if (!requireAddress("address", address).getRawPath().isEmpty()) {
      throw new IllegalArgumentException(
          "address: expected one without a path, as https://vedette.example, found \"%s\""
              .formatted(address));
    }
  }

  private static void requireWithin(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s: expected %s to %s, found %s".formatted(key, text(least), text(most), text(value)));
    }
  }

  private static String text(Duration value) {
    return value.toMillis() % 1000 == 0 ? value.toSeconds() + "s" : value.toMillis() + "ms";
  }
}
