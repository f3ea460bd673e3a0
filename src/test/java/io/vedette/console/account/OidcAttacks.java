package io.vedette.console.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vedette.console.TestConsole.Reply;
import io.vedette.console.account.OidcLoginIT.Scene;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** What may be wrong with a login by a provider, and the line that whoever logs in reads. */
record OidcAttacks(String name, Function<Scene, Reply> attempt, int status, String line) {
  private static final String OTHER = "http://localhost:9";
  private static final PublicJsonWebKey STRANGE = OidcProvider.otherKey("strange");
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  @Override
  public String toString() {
    return name;
  }

  static Stream<OidcAttacks> all() {
    return Stream.of(signatures(), claims(), returns(), providers(), rights())
        .flatMap(attacks -> attacks);
  }

  private static Stream<OidcAttacks> signatures() {
    return Stream.of(
        token("no signature (alg none)", OidcAttacks::unsigned, "RS256 or ES256, found none"),
        signed(
            "HS256 by the public key",
            jws -> {
              jws.setAlgorithmHeaderValue("HS256");
              jws.setKey(new HmacKey(OidcProvider.RSA.getPublicKey().getEncoded()));
            },
            "RS256 or ES256, found HS256"),
        signed(
            "HS256 by the client's secret",
            jws -> {
              jws.setAlgorithmHeaderValue("HS256");
              jws.setKey(new HmacKey((OidcProvider.SECRET + "and more").getBytes(UTF_8)));
            },
            "found HS256"),
        signed("RS512", jws -> jws.setAlgorithmHeaderValue("RS512"), "found RS512"),
        signed("PS256", jws -> jws.setAlgorithmHeaderValue("PS256"), "found PS256"),
        signed(
            "a key that the provider does not have",
            jws -> {
              jws.setKey(STRANGE.getPrivateKey());
              jws.setKeyIdHeaderValue("strange");
            },
            "signed by a key that the provider does not have"),
        signed(
            "another key under the id of the right one",
            jws -> jws.setKey(STRANGE.getPrivateKey()),
            "its signature is wrong"),
        signed(
            "a key that the token itself brings",
            jws -> {
              jws.setKey(STRANGE.getPrivateKey());
              jws.setKeyIdHeaderValue(null);
              jws.getHeaders().setJwkHeaderValue("jwk", STRANGE);
            },
            "its signature is wrong"),
        signed(
            "keys that the token itself points to",
            jws -> {
              jws.setKey(STRANGE.getPrivateKey());
              jws.setKeyIdHeaderValue("strange");
              jws.setHeader("jku", OTHER + "/keys");
            },
            "signed by a key that the provider does not have"),
        signed(
            "the id of a key of another kind",
            jws -> jws.setKeyIdHeaderValue(OidcProvider.EC.getKeyId()),
            "signed by a key that the provider does not have"),
        signed(
            "a header that has to be understood (crit)",
            jws -> {
              jws.setHeader("odd", "1");
              jws.setHeader("crit", List.of("odd"));
            },
            "the ID token is refused"),
        spoilt(
            "no id of a key, and two that fit",
            scene -> {
              scene.provider().keys = List.of(OidcProvider.RSA, STRANGE);
              scene.provider().signature = jws -> jws.setKeyIdHeaderValue(null);
            },
            403,
            "signed by a key that the provider does not have"),
        spoilt(
            "a key that is for encryption",
            scene -> scene.provider().keySet = set -> set.replace("\"sig\"", "\"enc\""),
            403,
            "signed by a key that the provider does not have"),
        token("other claims under the old signature", OidcAttacks::tampered, "signature is wrong"),
        token("a token that is encrypted", OidcAttacks::encrypted, "expected a signed token"),
        token("a token that is none", token -> "a.b", "expected a signed token"),
        token("a token without an end", token -> token + "A".repeat(100_000), "of 64 KiB at most"));
  }

  private static Stream<OidcAttacks> claims() {
    return Stream.of(
        claim("another issuer", claims -> claims.setIssuer(OTHER), "of another issuer (iss)"),
        claim(
            "the issuer but for a slash",
            claims -> claims.setIssuer(issuer(claims) + "/"),
            "of another issuer (iss)"),
        claim("another client", claims -> claims.setAudience("shop"), "another client (aud)"),
        claim("no client", claims -> claims.unsetClaim("aud"), "another client (aud)"),
        claim(
            "several clients, and given to none of them",
            claims -> claims.setAudience("shop", OidcProvider.CLIENT),
            "another client (azp)"),
        claim(
            "given to another client",
            claims -> claims.setStringClaim("azp", "shop"),
            "another client (azp)"),
        spoilt(
            "expired",
            scene ->
                scene.provider().claims =
                    claims -> claims.setExpirationTime(scene.provider().at(-70)),
            403,
            "it has expired"),
        claim("no end", claims -> claims.unsetClaim("exp"), "it has no end (exp)"),
        spoilt(
            "not valid yet",
            scene ->
                scene.provider().claims = claims -> claims.setNotBefore(scene.provider().at(70)),
            403,
            "not valid yet (nbf)"),
        spoilt(
            "of the future",
            scene ->
                scene.provider().claims = claims -> claims.setIssuedAt(scene.provider().at(70)),
            403,
            "not issued just now (iat)"),
        spoilt(
            "of an hour ago",
            scene ->
                scene.provider().claims = claims -> claims.setIssuedAt(scene.provider().at(-3600)),
            403,
            "not issued just now (iat)"),
        claim("of no time", claims -> claims.unsetClaim("iat"), "when it was issued (iat)"),
        claim("of nobody", claims -> claims.unsetClaim("sub"), "it names nobody (sub)"),
        claim("of an empty name", claims -> claims.setSubject(" "), "expected a subject"),
        claim(
            "of an endless name",
            claims -> claims.setSubject("x".repeat(256)),
            "expected a subject of 1 to 255"),
        claim(
            "the nonce of another login",
            claims -> claims.setStringClaim("nonce", "x".repeat(43)),
            "nonce is not the one of this login"),
        claim("no nonce", claims -> claims.unsetClaim("nonce"), "nonce is not the one"));
  }

  private static String issuer(JwtClaims claims) {
    return String.valueOf(claims.getClaimValue("iss"));
  }

  private static Stream<OidcAttacks> returns() {
    return Stream.of(
        new OidcAttacks(
            "a code of another login",
            scene -> {
              Map<String, String> theirs = scene.begin(scene.other());
              Map<String, String> mine = scene.begin(scene.visitor());
              return scene.finish(scene.visitor(), scene.with(mine, "code", theirs.get("code")));
            },
            403,
            "no token for its code: invalid_grant"),
        new OidcAttacks(
            "a state that was used",
            scene -> {
              Map<String, String> mine = scene.begin(scene.visitor());
              scene.finish(scene.visitor(), scene.with(mine, "code", "wrong"));
              return scene.finish(scene.visitor(), mine);
            },
            403,
            "was not begun by this browser"),
        new OidcAttacks(
            "the state of another browser",
            scene -> {
              Map<String, String> theirs = scene.begin(scene.other());
              scene.begin(scene.visitor());
              return scene.finish(scene.visitor(), theirs);
            },
            403,
            "was not begun by this browser"),
        new OidcAttacks(
            "a browser that has begun nothing",
            scene -> scene.finish(scene.visitor(), scene.begin(scene.other())),
            403,
            "was not begun by this browser"),
        returned("a state that is made up", "state", "x".repeat(43), "was not begun"),
        new OidcAttacks(
            "a login of eleven minutes",
            scene -> {
              Map<String, String> mine = scene.begin(scene.visitor());
              scene.forward(Duration.ofMinutes(11));
              return scene.finish(scene.visitor(), mine);
            },
            403,
            "took more than ten minutes"),
        returned("the answer of another provider", "iss", OTHER, "of another provider (iss)"),
        returned("an answer of no provider", "iss", "", "does not say of which provider"),
        returned("a refusal", "error", "access_denied", "refuses the login: access_denied"),
        returned("a refusal with a script", "error", "<script>", "the login: no reason"),
        returned("no code", "code", "", "refuses the login: no reason"));
  }

  private static Stream<OidcAttacks> providers() {
    return Stream.of(
        spoilt(
            "keys of a megabyte",
            scene -> scene.provider().keySet = set -> set + " ".repeat(1 << 20),
            503,
            "the provider's keys: the answer has more than 256 KiB"),
        spoilt(
            "a hundred and one keys",
            scene ->
                scene.provider().keySet =
                    set ->
                        IntStream.range(0, 101)
                            .mapToObj(i -> "{}")
                            .toList()
                            .toString()
                            .transform(list -> "{\"keys\":" + list + "}"),
            503,
            "expected a list of 100 at most"),
        spoilt(
            "keys that are none",
            scene -> scene.provider().keySet = set -> "<html>",
            503,
            "the provider's keys: expected JSON"),
        broken("no answer about itself", DISCOVERY, 0, 503, "no answer within"),
        broken("no answer for a code", "/token", 0, 503, "no answer within"),
        broken("no keys", "/keys", 404, 503, "expected JSON with a status of 200, found 404"),
        broken("a redirect for its description", DISCOVERY, 302, 503, "redirects are not followed"),
        broken("a redirect for a code", "/token", 307, 403, "no token for its code"),
        broken("a failure", "/token", 500, 503, "expected a status of 200, found 500"),
        broken("no token", "/token", 200, 403, "gave no ID token"),
        metadata("the description of another", "issuer", OTHER, "expected the issuer"),
        metadata("a token endpoint without TLS", "token_endpoint", "http://10.0.0.5/t", "by https"),
        metadata("keys of a file", "jwks_uri", "file:///etc/passwd", "by https"),
        metadata("a page of a script", "authorization_endpoint", "javascript:alert(1)", "by https"),
        spoilt(
            "no PKCE",
            scene ->
                scene.provider().metadata =
                    json -> json.putArray("code_challenge_methods_supported").add("plain"),
            503,
            "expected S256 in code_challenge_methods_supported"));
  }

  private static Stream<OidcAttacks> rights() {
    return Stream.of(
        claim(
            "groups without a role",
            claims -> claims.setStringListClaim("groups", "staff", "VEDETTE-ADMINS"),
            "gives you no role here"),
        claim("no groups", claims -> claims.unsetClaim("groups"), "gives you no role here"),
        claim(
            "a group that is part of another's name",
            claims -> claims.setStringListClaim("groups", "not-vedette-admins"),
            "gives you no role here"),
        claim(
            "the first account, of a viewer",
            claims -> claims.setStringListClaim("groups", "vedette-viewers"),
            "the first one has to be an admin"));
  }

  private static OidcAttacks spoilt(String name, Consumer<Scene> fault, int status, String line) {
    return new OidcAttacks(
        name,
        scene -> {
          fault.accept(scene);
          return scene.logIn(scene.visitor());
        },
        status,
        line);
  }

  private static OidcAttacks token(String name, UnaryOperator<String> fault, String line) {
    return spoilt(name, scene -> scene.provider().token = fault, 403, line);
  }

  private static OidcAttacks signed(String name, Consumer<JsonWebSignature> fault, String line) {
    return spoilt(name, scene -> scene.provider().signature = fault, 403, line);
  }

  private static OidcAttacks claim(String name, Consumer<JwtClaims> fault, String line) {
    return spoilt(name, scene -> scene.provider().claims = fault, 403, line);
  }

  private static OidcAttacks broken(String name, String path, int answer, int status, String line) {
    return spoilt(name, scene -> scene.provider().broken.put(path, answer), status, line);
  }

  private static OidcAttacks metadata(String name, String key, String value, String line) {
    return spoilt(
        name, scene -> scene.provider().metadata = json -> json.put(key, value), 503, line);
  }

  private static OidcAttacks returned(String name, String key, String value, String line) {
    return new OidcAttacks(
        name,
        scene ->
            scene.finish(scene.visitor(), scene.with(scene.begin(scene.visitor()), key, value)),
        403,
        line);
  }

  private static String unsigned(String token) {
    String header = base64("{\"alg\":\"none\"}");
    return header + "." + token.split("\\.")[1] + ".";
  }

  private static String tampered(String token) {
    String[] parts = token.split("\\.");
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
    parts[1] = base64(claims.replace("subject-of-anna", "subject-of-bert"));
    return String.join(".", Arrays.asList(parts));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static String encrypted(String token) {
    try {
      JsonWebEncryption made = new JsonWebEncryption();
      made.setPayload(token);
      made.setAlgorithmHeaderValue("dir");
      made.setEncryptionMethodHeaderParameter("A128CBC-HS256");
      made.setKey(new HmacKey(new byte[32]));
      return made.getCompactSerialization();
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }
}
