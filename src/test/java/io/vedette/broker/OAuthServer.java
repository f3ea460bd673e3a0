package io.vedette.broker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** A server that signs tokens for who knows a secret, as companies have one. */
public final class OAuthServer implements AutoCloseable {
  static final String MODULE = OAuthBearerLoginModule.class.getName();
  static final String AUDIENCE = "kafka";
  static final String ISSUER = "https://login.example.com";
  private static final int MINUTES = 10;

  private final Map<String, String> secrets;
  private final RsaJsonWebKey key;
  private final HttpServer server;

  /**
   * @param secrets of users by their names
   */
  public OAuthServer(Map<String, String> secrets) {
    this.secrets = Map.copyOf(secrets);
    try {
      key = RsaJwkGenerator.generateJwk(2048);
      key.setKeyId("first");
      key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (JoseException | IOException e) {
      throw new AssertionError(e);
    }
    server.createContext("/keys", this::giveKeys);
    server.createContext("/token", this::giveToken);
    server.start();
  }

  /** Where a token is asked for. */
  public String tokens() {
    return address("/token");
  }

  /** Where the key is that tokens are checked with. */
  public String keys() {
    return address("/keys");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void giveKeys(HttpExchange exchange) {
    answer(exchange, 200, new JsonWebKeySet(key).toJson());
  }

  private void giveToken(HttpExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    String login =
        new String(
            Base64.getDecoder().decode(given.substring("Basic ".length())), StandardCharsets.UTF_8);
    String user = login.substring(0, login.indexOf(':'));
    if (login.substring(user.length() + 1).equals(secrets.get(user))) {
      String token = "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":600}";
      answer(exchange, 200, token.formatted(signed(user)));
    } else {
      answer(exchange, 401, "{\"error\":\"invalid_client\"}");
    }
  }

  private String signed(String user) {
    JwtClaims claims = new JwtClaims();
    claims.setSubject(user);
    claims.setAudience(AUDIENCE);
    claims.setIssuer(ISSUER);
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(MINUTES);
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
