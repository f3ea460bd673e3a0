package io.vedette.console.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.account.Account;
import io.vedette.account.PasswordHash;
import io.vedette.config.Secret;
import io.vedette.config.TlsSettings;
import io.vedette.console.TestConsole;
import io.vedette.console.TestConsole.Reply;
import io.vedette.console.oidc.ClaimSettings;
import io.vedette.console.oidc.OidcSettings;
import io.vedette.store.Dialect;
import io.vedette.store.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Logins by a provider that signs real tokens, and all that may be wrong with them. */
class OidcLoginIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ADDRESS = "https://vedette.example";
  private static final String PASSWORD = "correct horse battery";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private TestAccounts accounts;
  private TestConsole console;
  private OidcProvider provider;
  private Scene scene;
  private int visitors;

  @BeforeEach
  void start() {
    provider = new OidcProvider(ADDRESS + "/oidc", () -> accounts.now());
    open(provider.issuer());
  }

  private void open(String issuer) {
    accounts =
        new TestAccounts(
            TestDatabases.empty(Dialect.SQLITE, folder.resolve("case" + visitors)),
            settings(issuer),
            true,
            "127.0.0.1/32");
    console = new TestConsole(accounts.vertx, accounts.callers, accounts.parts());
    scene = new Scene(this, provider, visitor(), visitor());
  }

  private static OidcSettings settings(String issuer) {
    return new OidcSettings(
        issuer,
        OidcProvider.CLIENT,
        new Secret(OidcProvider.SECRET),
        ADDRESS,
        List.of("openid", "profile"),
        "the company",
        Duration.ofHours(12),
        Duration.ofSeconds(2),
        new ClaimSettings(
            "groups",
            List.of("vedette-admins"),
            List.of("vedette-operators"),
            List.of("vedette-viewers"),
            "areas.cameras",
            List.of()),
        TlsSettings.DEFAULTS);
  }

  private Visitor visitor() {
    return new Visitor(console);
  }

  @AfterEach
  void stop() {
    provider.close();
    console.close();
    accounts.close();
  }

  /** A provider, and two browsers before a console that a proxy gives TLS to. */
  record Scene(OidcLoginIT test, OidcProvider provider, Visitor visitor, Visitor other) {
    /** Begins a login and agrees at the provider; what the browser brings back. */
    Map<String, String> begin(Visitor browser) {
      Reply begun = test.post(browser, "/oidc/login", "");
      assertThat(begun.status()).as(begun.text()).isEqualTo(200);
      return provider.agree(begun.json().get("location").asText());
    }

    Reply finish(Visitor browser, Map<String, String> given) {
      return test.post(browser, "/oidc/session", JSON.valueToTree(given).toString());
    }

    Reply logIn(Visitor browser) {
      Reply begun = test.post(browser, "/oidc/login", "");
      return begun.status() == 200
          ? finish(browser, provider.agree(begun.json().get("location").asText()))
          : begun;
    }

    /** The same with another value; without it where that is empty. */
    Map<String, String> with(Map<String, String> given, String key, String value) {
      Map<String, String> changed = new LinkedHashMap<>(given);
      changed.put(key, value);
      changed.values().removeIf(String::isEmpty);
      return changed;
    }

    void forward(Duration time) {
      test.accounts.forward(time);
    }
  }

  private Reply post(Visitor browser, String path, String body) {
    return browser.call(
        "POST", path, body, "X-Forwarded-For", "10.0.0." + visitors, "X-Forwarded-Proto", "https");
  }

  private Reply get(Visitor browser, String path) {
    return browser.call("GET", path, "", "X-Forwarded-Proto", "https");
  }

  @Test
  void shouldRefuseEveryAttackWithOneLineAndNoSession() {
    List<OidcAttacks> all = OidcAttacks.all().toList();
    assertThat(all).hasSizeGreaterThan(25);
    for (OidcAttacks attack : all) {
      visitors++;
      provider.mend();
      accounts.forward(Duration.ofHours(2)); // what was read of the provider is old
      Scene fresh = new Scene(this, provider, visitor(), visitor());

      Reply reply = attack.attempt().apply(fresh);

      assertThat(reply.status()).as("%s: %s", attack, reply.text()).isEqualTo(attack.status());
      assertThat(reply.json().get("detail").asText())
          .as(attack.name())
          .contains(attack.line())
          .doesNotContain("\n", "Exception", OidcProvider.SECRET, "<")
          .hasSizeLessThan(300);
      assertThat(reply.header("Set-Cookie")).as(attack.name()).isEmpty();
      assertThat(get(fresh.visitor(), "/me").json().get("role").asText())
          .as(attack.name())
          .isEqualTo("nobody");
      assertThat(accounts.stores.accounts().list()).as(attack.name()).isEmpty();
    }
    provider.mend();
    accounts.forward(Duration.ofHours(2));
    assertThat(scene.logIn(visitor()).status()).as("all is well again").isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void shouldLogInByBothAlgorithms(PublicJsonWebKey key, String algorithm) {
    provider.signature =
        jws -> {
          jws.setKey(key.getPrivateKey());
          jws.setKeyIdHeaderValue(key.getKeyId());
          jws.setAlgorithmHeaderValue(algorithm);
        };
    provider.claims =
        claims -> claims.setClaim("areas", Map.of("cameras", List.of("gate", "../x")));

    Reply reply = scene.logIn(scene.visitor());

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.header("Set-Cookie"))
        .startsWith("__Host-vedette=")
        .contains("HttpOnly", "SameSite=Strict", "Secure");
    JsonNode me = get(scene.visitor(), "/me").json();
    assertThat(me.get("name").asText()).isEqualTo("anna");
    assertThat(me.get("role").asText()).isEqualTo("admin");
    assertThat(me.get("cameras").toString()).isEqualTo("[\"gate\"]");
    assertThat(get(scene.visitor(), "/session").json().get("source").asText()).isEqualTo("oidc");
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        Arguments.of(OidcProvider.RSA, "RS256"), Arguments.of(OidcProvider.EC, "ES256"));
  }

  @Test
  void shouldTakeNoCodeTwice() {
    Map<String, String> used = scene.begin(scene.visitor());
    assertThat(scene.finish(scene.visitor(), used).status()).isEqualTo(200);
    Map<String, String> mine = scene.begin(scene.other());

    Reply replayed = scene.finish(scene.other(), scene.with(mine, "code", used.get("code")));

    assertThat(replayed.status()).isEqualTo(403);
    assertThat(replayed.text()).contains("no token for its code: invalid_grant");
  }

  @Test
  void shouldFollowTheClaimsAtEachLogin() {
    assertThat(scene.logIn(scene.visitor()).status()).isEqualTo(200);
    Account first = accounts.stores.accounts().list().get(0);
    assertThat(first.source()).isEqualTo(Account.Source.OIDC);
    assertThat(first.cameras()).as("without the claim").isEqualTo(CameraScope.NONE);

    provider.claims = claims -> claims.setStringListClaim("groups", "vedette-viewers");
    assertThat(scene.logIn(scene.other()).status()).isEqualTo(200);

    Account second = accounts.stores.accounts().list().get(0);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.role()).isEqualTo(Role.VIEWER);
    assertThat(get(scene.other(), "/me").json().get("role").asText()).isEqualTo("viewer");
    assertThat(get(scene.visitor(), "/me").json().get("role").asText())
        .as("the session that was an admin's")
        .isEqualTo("nobody");
  }

  @Test
  void shouldNeverTakeAnotherAccountForItsName() {
    Account local = local("anna", Role.ADMIN);
    provider.claims =
        claims -> {
          claims.setStringClaim("email", "anna");
          claims.setStringListClaim("groups", "vedette-viewers");
        };

    Reply reply = scene.logIn(scene.visitor());

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().get("name").asText()).isEqualTo("anna (localhost)");
    assertThat(reply.json().get("account").asText()).isNotEqualTo(local.id());
    assertThat(reply.json().get("role").asText()).isEqualTo("viewer");
  }

  @Test
  void shouldHaveNoPasswordAndNoOtherRights() {
    local("root", Role.ADMIN);
    Visitor root = visitor();
    assertThat(post(root, "/session", login("root")).status()).isEqualTo(200);
    assertThat(scene.logIn(scene.visitor()).status()).isEqualTo(200);
    JsonNode anna = get(root, "/accounts").json().get("accounts").get(0);
    assertThat(anna.get("source").asText()).isEqualTo("oidc");

    assertThat(patch(root, anna, "{\"password\":\"long enough for one\"}").status()).isEqualTo(422);
    assertThat(patch(root, anna, "{\"role\":\"viewer\"}").status()).isEqualTo(422);
    String change = "{\"old\":\"whatever it was\",\"password\":\"long enough for one\"}";
    assertThat(
            scene
                .visitor()
                .call("PUT", "/session/password", change, "X-Forwarded-Proto", "https")
                .status())
        .isEqualTo(409);
    assertThat(post(visitor(), "/session", login("anna")).status()).isEqualTo(401);

    assertThat(patch(root, anna, "{\"enabled\":false}").status()).isEqualTo(200);
    assertThat(get(scene.visitor(), "/me").json().get("role").asText()).isEqualTo("nobody");
    Reply again = scene.logIn(scene.visitor());
    assertThat(again.status()).isEqualTo(403);
    assertThat(again.text()).contains("this account is disabled");
  }

  private Reply patch(Visitor who, JsonNode account, String body) {
    return who.call(
        "PATCH",
        "/accounts/" + account.get("id").asText(),
        body,
        "If-Match",
        "\"" + account.get("version").asText() + "\"",
        "X-Forwarded-Proto",
        "https");
  }

  @Test
  void shouldLogOutOfTheProviderToo() {
    assertThat(scene.logIn(scene.visitor()).status()).isEqualTo(200);

    Reply out = scene.visitor().call("DELETE", "/session", "", "X-Forwarded-Proto", "https");

    assertThat(out.status()).isEqualTo(200);
    assertThat(out.json().get("location").asText())
        .startsWith(provider.issuer() + "/logout?")
        .contains("id_token_hint=ey", "post_logout_redirect_uri=https%3A%2F%2Fvedette.example%2F");
    assertThat(get(scene.visitor(), "/me").json().get("role").asText()).isEqualTo("nobody");
  }

  @Test
  void shouldEndASessionAfterItsTime() {
    assertThat(scene.logIn(scene.visitor()).status()).isEqualTo(200);
    for (int hour = 0; hour < 11; hour++) {
      accounts.forward(Duration.ofHours(1));
      assertThat(get(scene.visitor(), "/session").status()).isEqualTo(200);
    }
    accounts.forward(Duration.ofHours(1));

    assertThat(get(scene.visitor(), "/session").status()).isEqualTo(401);
  }

  @Test
  void shouldReadKeysAgainForANewOneButNotForEveryToken() {
    assertThat(scene.logIn(scene.visitor()).status()).isEqualTo(200);
    PublicJsonWebKey next = OidcProvider.otherKey("rsa-2");
    provider.keys = List.of(next);
    provider.signature =
        jws -> {
          jws.setKey(next.getPrivateKey());
          jws.setKeyIdHeaderValue(next.getKeyId());
        };
    assertThat(scene.logIn(scene.visitor()).status()).isEqualTo(200);
    assertThat(provider.asked("/keys")).isEqualTo(2);

    provider.signature = jws -> jws.setKeyIdHeaderValue("made-up");
    for (int i = 0; i < 6; i++) {
      assertThat(scene.logIn(scene.other()).status()).isEqualTo(403);
    }
    assertThat(provider.asked("/keys")).isEqualTo(4);
  }

  @Test
  void shouldGoOnWithPasswordsWhileTheProviderIsAway() {
    stop();
    provider = new OidcProvider(ADDRESS + "/oidc", InstantSource.system());
    provider.broken.put("/.well-known/openid-configuration", 503);
    visitors++;
    open(provider.issuer());
    local("root", Role.ADMIN);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(get(visitor(), "/me").json().at("/oidc/failure").asText())
                    .contains("discovery document", "503"));
    assertThat(get(visitor(), "/me").json().at("/oidc/title").asText()).isEqualTo("the company");
    assertThat(scene.logIn(scene.visitor()).status()).isEqualTo(503);
    assertThat(post(visitor(), "/session", login("root")).status()).isEqualTo(200);

    provider.mend();
    accounts.forward(Duration.ofSeconds(6));
    assertThat(post(scene.visitor(), "/oidc/login", "").status()).isEqualTo(200);
    assertThat(get(visitor(), "/me").json().at("/oidc").has("failure")).isFalse();
  }

  @Test
  void shouldTakeLoginsOverPrivateLinesAloneAndNotEndlessly() {
    assertThat(visitor().call("POST", "/oidc/login", "", "X-Forwarded-For", "10.0.0.9").status())
        .isEqualTo(403);
    Reply last = post(scene.visitor(), "/oidc/login", "");
    for (int i = 0; i < 20; i++) {
      last = post(scene.visitor(), "/oidc/login", "");
    }
    assertThat(last.status()).isEqualTo(429);
  }

  private static String login(String name) {
    return "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, PASSWORD);
  }

  private Account local(String name, Role role) {
    return accounts
        .stores
        .accounts()
        .create(name, PasswordHash.of(PASSWORD), new Account.Rights(role, CameraScope.ALL, true));
  }
}
