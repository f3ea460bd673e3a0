package io.vedette.console.oidc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.account.RandomKey;
import io.vedette.text.Printable;
import java.security.Key;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;

/** The check of an ID token, OpenID Connect Core 3.1.3.7. Its calls may block. Thread-safe. */
final class IdTokenVerifier {
  private static final int SKEW_SECONDS = 60;
  private static final int OLDEST_SECONDS = (int) Duration.ofMinutes(10).toSeconds();
  private static final int LONGEST_TOKEN = 64 << 10;
  private static final int LONGEST_SUBJECT = 255;
  private static final int LONGEST_NAME = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OidcSettings.Client client;
  private final ProviderKeys keys;
  private final InstantSource clock;

  IdTokenVerifier(OidcSettings.Client client, ProviderKeys keys, InstantSource clock) {
    this.client = client;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * The claims of a token.
   *
   * @param nonce the nonce that it must contain
   * @throws OidcFailure when it is no token of this provider for this login
   */
  JsonNode verify(String token, String nonce) {
    JsonWebSignature signature = signature(token);
    String algorithm = signature.getAlgorithmHeaderValue();
    if (!ProviderKeys.isTaken(algorithm)) {
      throw refused(
          "expected a signature by RS256 or ES256, found "
              + (algorithm == null ? "none" : Printable.line(algorithm, LONGEST_NAME)));
    }
    Key key = keys.find(signature.getKeyIdHeaderValue(), algorithm);
    try {
      JwtContext checked = consumer(key).process(token);
      JsonNode claims = JSON.readTree(checked.getJwtClaims().getRawJson());
      requireThisLogin(claims, checked.getJwtClaims().getAudience(), nonce);
      return claims;
    } catch (InvalidJwtException e) {
      throw refused(reason(e));
    } catch (MalformedClaimException | JsonProcessingException e) {
      throw refused("its claims cannot be read");
    }
  }

  private static JsonWebSignature signature(String token) {
    try {
      if (token.length() <= LONGEST_TOKEN
          && JsonWebStructure.fromCompactSerialization(token) instanceof JsonWebSignature found) {
        return found;
      }
    } catch (JoseException e) {
      // said below
    }
    throw refused("expected a signed token of 64 KiB at most");
  }

  private JwtConsumer consumer(Key key) {
    return new JwtConsumerBuilder()
        .setJwsAlgorithmConstraints(
            new AlgorithmConstraints(
                ConstraintType.PERMIT,
                AlgorithmIdentifiers.RSA_USING_SHA256,
                AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256))
        .setVerificationKey(key)
        .setExpectedIssuer(client.issuer())
        .setExpectedAudience(client.id())
        .setRequireSubject()
        .setRequireExpirationTime()
        .setRequireIssuedAt()
        .setIssuedAtRestrictions(0, OLDEST_SECONDS) // the skew is added to both
        .setAllowedClockSkewInSeconds(SKEW_SECONDS)
        .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
        .build();
  }

  private void requireThisLogin(JsonNode claims, List<String> audience, String nonce) {
    if (!RandomKey.isSame(nonce, claims.path("nonce").asText())) {
      throw refused("its nonce is not the one of this login");
    }
    boolean isForOthers = audience.size() > 1;
    if (claims.has("azp") || isForOthers) {
      if (!claims.path("azp").asText().equals(client.id())) {
        throw refused("it was given to another client (azp)");
      }
    }
    String subject = claims.path("sub").asText();
    if (subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
      throw refused("expected a subject of 1 to 255 characters");
    }
  }

  private static OidcFailure refused(String reason) {
    return OidcFailure.refused("the ID token is refused: " + reason);
  }

  private static String reason(InvalidJwtException e) {
    int code = e.getErrorDetails().isEmpty() ? 0 : e.getErrorDetails().get(0).getErrorCode();
    return switch (code) {
      case ErrorCodes.EXPIRED -> "it has expired; check the clocks of both machines";
      case ErrorCodes.EXPIRATION_MISSING -> "it has no end (exp)";
      case ErrorCodes.NOT_YET_VALID ->
          "it is not valid yet (nbf); check the clocks of both machines";
      case ErrorCodes.ISSUED_AT_MISSING -> "it does not say when it was issued (iat)";
      case ErrorCodes.ISSUED_AT_INVALID_FUTURE, ErrorCodes.ISSUED_AT_INVALID_PAST ->
          "it was not issued just now (iat); check the clocks of both machines";
      case ErrorCodes.ISSUER_INVALID, ErrorCodes.ISSUER_MISSING -> "it is of another issuer (iss)";
      case ErrorCodes.AUDIENCE_INVALID, ErrorCodes.AUDIENCE_MISSING ->
          "it is for another client (aud)";
      case ErrorCodes.SUBJECT_MISSING -> "it names nobody (sub)";
      case ErrorCodes.SIGNATURE_INVALID, ErrorCodes.SIGNATURE_MISSING -> "its signature is wrong";
      default -> "it cannot be read";
    };
  }
}
