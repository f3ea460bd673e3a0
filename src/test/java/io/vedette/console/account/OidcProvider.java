package io.vedette.console.account;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * An OpenID Connect provider over loopback, as strict as the standard: it checks the client's
 * secret, the address and the proof of PKCE, gives each code once and signs its tokens. What it
 * answers can be spoilt in each place.
 */
public final class OidcProvider implements AutoCloseable {
  public static final String CLIENT = "vedette";
  public static final String SECRET = "a secret: with+odd %characters";
  static final PublicJsonWebKey RSA = rsa("rsa-1");
  static final PublicJsonWebKey EC = ec("ec-1");

  private final InstantSource clock;
  private final String redirect;
  private final HttpServer server;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  volatile Consumer<ObjectNode> metadata = known -> {};
  volatile Consumer<JwtClaims> claims = known -> {};
  volatile Consumer<JsonWebSignature> signature = known -> {};
  volatile UnaryOperator<String> token = made -> made;
  volatile UnaryOperator<String> keySet = made -> made;
  volatile List<PublicJsonWebKey> keys = List.of(RSA, EC);

  /** Paths with the status that they answer in place of what they have; 0 for no answer at all. */
  final Map<String, Integer> broken = new ConcurrentHashMap<>();

  /**
   * @param redirect address that browsers may be sent back to
   */
  public OidcProvider(String redirect, InstantSource clock) {
    this.redirect = redirect;
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.setExecutor(Executors.newCachedThreadPool());
    serve("/.well-known/openid-configuration", this::describe);
    serve("/authorize", this::ask);
    serve("/allow", this::allow);
    serve("/token", this::giveToken);
    serve("/keys", exchange -> answer(exchange, 200, keySet.apply(keyList())));
    serve("/logout", this::logOut);
    server.start();
  }

  private static PublicJsonWebKey rsa(String id) {
    try {
      PublicJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
      key.setKeyId(id);
      key.setUse("sig");
      return key;
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }

  private static PublicJsonWebKey ec(String id) {
    try {
      PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      key.setKeyId(id);
      return key;
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }

  static PublicJsonWebKey otherKey(String id) {
    return rsa(id);
  }

  public String issuer() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** How often a path was asked for. */
  int asked(String path) {
    return asked.getOrDefault(path, new AtomicInteger()).get();
  }

  /** Tells of nobody's groups any more. */
  public void tellNoGroups() {
    claims = known -> known.unsetClaim("groups");
  }

  /** Takes all faults back. */
  void mend() {
    metadata = known -> {};
    claims = known -> {};
    signature = known -> {};
    token = made -> made;
    keySet = made -> made;
    keys = List.of(RSA, EC);
    broken.clear();
  }

  /** What a browser brings back once its person has agreed. */
  Map<String, String> agree(String location) {
    Map<String, String> asked = parameters(URI.create(location).getRawQuery());
    require(asked);
    Map<String, String> given = new LinkedHashMap<>();
    given.put("state", asked.get("state"));
    given.put("code", code(asked));
    given.put("iss", issuer());
    return given;
  }

  private String code(Map<String, String> asked) {
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    return code;
  }

  private void require(Map<String, String> asked) {
    boolean isRight =
        CLIENT.equals(asked.get("client_id"))
            && redirect.equals(asked.get("redirect_uri"))
            && "code".equals(asked.get("response_type"))
            && "S256".equals(asked.get("code_challenge_method"))
            && asked.get("code_challenge").length() == 43
            && List.of(asked.get("scope").split(" ")).contains("openid");
    if (!isRight) {
      throw new IllegalArgumentException("no such request is answered: " + asked);
    }
  }

  private void describe(HttpExchange exchange) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("issuer", issuer());
    json.put("authorization_endpoint", issuer() + "/authorize");
    json.put("token_endpoint", issuer() + "/token");
    json.put("jwks_uri", issuer() + "/keys");
    json.put("end_session_endpoint", issuer() + "/logout");
    json.put("authorization_response_iss_parameter_supported", true);
    json.putArray("code_challenge_methods_supported").add("S256");
    json.putArray("response_types_supported").add("code");
    metadata.accept(json);
    answer(exchange, 200, json.toString());
  }

  private void ask(HttpExchange exchange) throws IOException {
    Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
    require(asked);
    StringBuilder fields = new StringBuilder();
    asked.forEach(
        (name, value) ->
            fields.append(
                "<input type=hidden name='%s' value='%s'>"
                    .formatted(name, value.replace("'", "&#39;"))));
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    answer(
        exchange,
        200,
        "<!doctype html><html lang=en><title>Provider</title><h1>Who are you?</h1>"
            + "<form action=/allow>"
            + fields
            + "<button>I am anna</button></form></html>");
  }

  private void allow(HttpExchange exchange) throws IOException {
    Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
    require(asked);
    String back =
        "%s?code=%s&state=%s&iss=%s"
            .formatted(
                redirect,
                code(asked),
                URLEncoder.encode(asked.get("state"), UTF_8),
                URLEncoder.encode(issuer(), UTF_8));
    exchange.getResponseHeaders().set("Location", back);
    answer(exchange, 302, "");
  }

  private void logOut(HttpExchange exchange) throws IOException {
    Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
    exchange.getResponseHeaders().set("Location", asked.get("post_logout_redirect_uri"));
    answer(exchange, asked.containsKey("id_token_hint") ? 302 : 400, "");
  }

  private void giveToken(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Map<String, String> form = parameters(body);
    if (!isClient(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
    boolean isRight =
        asked != null
            && "authorization_code".equals(form.get("grant_type"))
            && redirect.equals(form.get("redirect_uri"))
            && asked.get("code_challenge").equals(challenge(form.get("code_verifier")));
    if (isRight) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("access_token", "unused").put("token_type", "Bearer");
      json.put("id_token", token.apply(signed(asked.get("nonce"))));
      answer(exchange, 200, json.toString());
    } else {
      answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
    }
  }

  private static boolean isClient(String header) {
    String login = URLEncoder.encode(CLIENT, UTF_8) + ":" + URLEncoder.encode(SECRET, UTF_8);
    return ("Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8))).equals(header);
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private String signed(String nonce) {
    JwtClaims given = new JwtClaims();
    given.setIssuer(issuer());
    given.setSubject("subject-of-anna");
    given.setAudience(CLIENT);
    given.setIssuedAt(at(0));
    given.setExpirationTime(at(300));
    given.setStringClaim("nonce", nonce);
    given.setStringClaim("preferred_username", "anna");
    given.setStringListClaim("groups", "staff", "vedette-admins");
    claims.accept(given);
    JsonWebSignature made = new JsonWebSignature();
    made.setPayload(given.toJson());
    made.setKey(RSA.getPrivateKey());
    made.setKeyIdHeaderValue(RSA.getKeyId());
    made.setAlgorithmHeaderValue("RS256");
    signature.accept(made);
    try {
      return made.getCompactSerialization();
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }

  /** A time so many seconds from now. */
  NumericDate at(long seconds) {
    return NumericDate.fromSeconds(clock.instant().getEpochSecond() + seconds);
  }

  private String keyList() {
    return new JsonWebKeySet(keys).toJson(OutputControlLevel.PUBLIC_ONLY);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      parameters.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
    }
    return parameters;
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException;
  }

  private void serve(String path, Handler handler) {
    server.createContext(
        path,
        exchange -> {
          asked.computeIfAbsent(path, unused -> new AtomicInteger()).incrementAndGet();
          Integer status = broken.get(path);
          try {
            if (status == null) {
              handler.handle(exchange);
            } else if (status == 0) {
              closed.await();
            } else {
              exchange.getResponseHeaders().set("Location", issuer() + path + "?again");
              answer(exchange, status, "{}");
            }
          } catch (IllegalArgumentException e) {
            answer(exchange, 400, String.valueOf(e.getMessage()));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            exchange.close();
          }
        });
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
    }
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
