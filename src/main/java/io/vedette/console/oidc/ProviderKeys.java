package io.vedette.console.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.account.RateLimit;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which a provider signs, read each hour and when a token names another, four times a
 * minute at most. Its calls block. Thread-safe.
 */
final class ProviderKeys {
  private static final int PER_MINUTE = 4;
  private static final Duration FRESH = Duration.ofHours(1);
  private static final int MOST = 100;
  private static final Map<String, String> TYPES = Map.of("RS256", "RSA", "ES256", "EC");

  private final Supplier<JsonNode> source;
  private final RateLimit readings;
  private final InstantSource clock;
  private List<JsonWebKey> keys = List.of();
  private Instant read = Instant.MIN;

  /**
   * @param source reads the provider's key set
   */
  ProviderKeys(Supplier<JsonNode> source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
    this.readings = new RateLimit(PER_MINUTE, clock);
  }

  /** Whether keys of an algorithm are accepted. */
  static boolean isTaken(@Nullable String algorithm) {
    return algorithm != null && TYPES.containsKey(algorithm);
  }

  /**
   * The public key that a token was signed with.
   *
   * @param id the key's id in the token; without one there must be a single key that fits
   * @throws OidcFailure when the provider has none
   */
  synchronized Key find(@Nullable String id, String algorithm) {
    Instant now = clock.instant();
    List<JsonWebKey> fitting = now.isBefore(read.plus(FRESH)) ? fitting(id, algorithm) : List.of();
    if (fitting.isEmpty() && readings.allows("")) {
      keys = read();
      read = now;
      fitting = fitting(id, algorithm);
    }
    if (fitting.size() != 1) {
      throw OidcFailure.refused(
          "the ID token is signed by a key that the provider does not have; log in again");
    }
    return fitting.get(0).getKey();
  }

  private List<JsonWebKey> fitting(@Nullable String id, String algorithm) {
    return keys.stream()
        .filter(key -> id == null || id.equals(key.getKeyId()))
        .filter(key -> key.getKeyType().equals(TYPES.get(algorithm)))
        .filter(key -> key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
        .filter(key -> key.getUse() == null || key.getUse().equals("sig"))
        .toList();
  }

  private List<JsonWebKey> read() {
    JsonNode set = source.get();
    if (!set.path("keys").isArray() || set.path("keys").size() > MOST) {
      throw OidcFailure.unavailable(
          "the provider's keys: expected a list of %d at most".formatted(MOST));
    }
    try {
      return new JsonWebKeySet(set.toString()).getJsonWebKeys();
    } catch (JoseException e) {
      throw OidcFailure.unavailable("the provider's keys cannot be read");
    }
  }
}
