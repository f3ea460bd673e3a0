package io.vedette.console.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.account.Account;
import io.vedette.account.PasswordHash;
import io.vedette.console.TestConsole;
import io.vedette.console.TestConsole.Reply;
import io.vedette.store.Dialect;
import io.vedette.store.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts, logins and tokens by the API. */
class AccountsIT {
  private static final String PASSWORD = "correct horse battery";
  private static final String HASH = PasswordHash.of(PASSWORD);

  @TempDir Path folder;
  private TestAccounts accounts;
  private TestConsole console;
  private int cases;

  Dialect dialect() {
    return Dialect.SQLITE;
  }

  @BeforeEach
  void start() {
    open(true);
  }

  private void open(boolean isLoginNeeded, String... proxies) {
    accounts =
        new TestAccounts(
            TestDatabases.empty(dialect(), folder.resolve("case" + cases++)),
            isLoginNeeded,
            proxies);
    console = new TestConsole(accounts.vertx, accounts.callers, accounts.parts());
  }

  @AfterEach
  void stop() {
    console.close();
    accounts.close();
  }

  private void openAgain(boolean isLoginNeeded, String... proxies) {
    stop();
    open(isLoginNeeded, proxies);
  }

  private Account account(String name, Role role) {
    return accounts
        .stores
        .accounts()
        .create(name, HASH, new Account.Rights(role, CameraScope.ALL, true));
  }

  private Visitor visitor(String name) {
    Visitor visitor = new Visitor(console);
    assertThat(visitor.logIn(name, PASSWORD).status()).isEqualTo(200);
    return visitor;
  }

  @Test
  void shouldMakeTheFirstAccountByATokenThatIsGoodOnce() {
    JsonNode nobody = console.get("/me").json();
    assertThat(nobody.get("role").asText()).isEqualTo("nobody");
    assertThat(nobody.get("setup").asBoolean()).isTrue();
    String token = accounts.setup.renew();

    assertThat(setUp("x".repeat(43), "anna", PASSWORD).status()).isEqualTo(403);
    assertThat(setUp(token, "anna", "short").status()).isEqualTo(422);
    Reply made = setUp(token, "anna", PASSWORD);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().get("role").asText()).isEqualTo("admin");
    assertThat(made.header("Set-Cookie"))
        .startsWith("vedette-session=")
        .contains("HttpOnly", "SameSite=Strict", "Path=/");

    assertThat(setUp(token, "bert", PASSWORD).status()).isEqualTo(403);
    assertThat(setUp(accounts.setup.renew(), "bert", PASSWORD).status()).isEqualTo(403);
    assertThat(console.get("/me").json().has("setup")).isFalse();
  }

  @Test
  void shouldForgetATokenAfterAQuarterOfAnHour() {
    String token = accounts.setup.renew();
    accounts.forward(Duration.ofMinutes(15));

    assertThat(setUp(token, "anna", PASSWORD).status()).isEqualTo(403);
  }

  @Test
  void shouldLetWhoeverIsHereDoEverythingUntilThereIsAnAccount() {
    openAgain(false);
    assertThat(console.get("/me").json().get("name").asText()).isEqualTo("local");
    assertThat(console.get("/me", "X-Forwarded-For", "127.0.0.1").status()).isEqualTo(421);
    assertThat(create(new Visitor(console), "anna", "viewer").status()).isEqualTo(409);
    assertThat(create(new Visitor(console), "anna", "admin").status()).isEqualTo(201);

    assertThat(console.get("/me").json().get("role").asText()).isEqualTo("nobody");
    assertThat(console.get("/accounts").status()).isEqualTo(401);
    assertThat(visitor("anna").get("/accounts").status()).isEqualTo(200);
  }

  @Test
  void shouldAnswerTheSameForKnownAndUnknownNames() {
    account("anna", Role.ADMIN);
    Reply known = new Visitor(console).logIn("anna", "wrong password");
    Reply unknown = new Visitor(console).logIn("nobody here", "wrong password");

    assertThat(known.status()).isEqualTo(401);
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.text()).isEqualTo(known.text());
    assertThat(unknown.response().headers().map().keySet())
        .isEqualTo(known.response().headers().map().keySet());
  }

  @Test
  void shouldTakeFiveTriesAMinute() {
    account("anna", Role.ADMIN);
    Visitor visitor = new Visitor(console);
    for (int i = 0; i < 5; i++) {
      assertThat(visitor.logIn("anna", "wrong password").status()).isEqualTo(401);
    }

    Reply refused = visitor.logIn("anna", PASSWORD);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isNotEmpty();
  }

  @Test
  void shouldKeepOneAdminAtLeast() {
    Account first = account("anna", Role.ADMIN);
    Visitor anna = visitor("anna");
    String path = "/accounts/" + first.id();
    String version = anna.get(path).header("ETag");

    for (String change : List.of("{\"role\":\"viewer\"}", "{\"enabled\":false}")) {
      assertThat(anna.call("PATCH", path, change, "If-Match", version).status()).isEqualTo(409);
    }
    assertThat(anna.call("DELETE", path, "", "If-Match", version).status()).isEqualTo(409);
    assertThat(anna.get("/me").json().get("role").asText()).isEqualTo("admin");

    assertThat(create(anna, "bert", "admin").status()).isEqualTo(201);
    assertThat(anna.call("DELETE", path, "", "If-Match", version).status()).isEqualTo(204);
    assertThat(anna.get("/me").json().get("role").asText()).isEqualTo("nobody");
  }

  @Test
  void shouldRefuseAChangeOfAnotherVersion() {
    account("anna", Role.ADMIN);
    Visitor anna = visitor("anna");
    Reply made = create(anna, "bert", "viewer");
    String path = "/accounts/" + made.json().get("id").asText();
    String version = made.header("ETag");

    Reply changed = anna.call("PATCH", path, "{\"role\":\"operator\"}", "If-Match", version);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().get("role").asText()).isEqualTo("operator");
    assertThat(anna.call("PATCH", path, "{\"role\":\"admin\"}", "If-Match", version).status())
        .isEqualTo(412);
    assertThat(anna.call("PATCH", path, "{\"role\":\"admin\"}").status()).isEqualTo(428);
  }

  @Test
  void shouldEndSessionsWhenRightsChange() {
    account("anna", Role.ADMIN);
    Account bert = account("bert", Role.OPERATOR);
    Visitor anna = visitor("anna");
    Visitor his = visitor("bert");
    assertThat(his.get("/me").json().get("role").asText()).isEqualTo("operator");

    String path = "/accounts/" + bert.id();
    String version = anna.get(path).header("ETag");
    anna.call("PATCH", path, "{\"role\":\"viewer\"}", "If-Match", version);

    assertThat(his.get("/me").json().get("role").asText()).isEqualTo("nobody");
    assertThat(visitor("bert").get("/me").json().get("role").asText()).isEqualTo("viewer");
  }

  @Test
  void shouldAskForTheOldPasswordAndEndOtherSessions() {
    account("anna", Role.ADMIN);
    Visitor here = visitor("anna");
    Visitor elsewhere = visitor("anna");

    String wrong = "{\"old\":\"not the old one\",\"password\":\"another password\"}";
    assertThat(here.call("PUT", "/session/password", wrong).status()).isEqualTo(403);
    String right = wrong.replace("not the old one", PASSWORD);
    assertThat(here.call("PUT", "/session/password", right).status()).isEqualTo(204);

    assertThat(here.get("/me").json().get("role").asText()).isEqualTo("admin");
    assertThat(elsewhere.get("/me").json().get("role").asText()).isEqualTo("nobody");
    assertThat(new Visitor(console).logIn("anna", PASSWORD).status()).isEqualTo(401);
    assertThat(new Visitor(console).logIn("ANNA", "another password").status()).isEqualTo(200);
  }

  @Test
  void shouldEndASessionThatIsIdleOrOld() {
    account("anna", Role.ADMIN);
    Visitor idle = visitor("anna");
    accounts.forward(Duration.ofHours(13));
    assertThat(idle.get("/me").json().get("role").asText()).isEqualTo("nobody");

    Visitor busy = visitor("anna");
    for (int i = 0; i < 16; i++) {
      assertThat(busy.get("/me").json().get("role").asText()).isEqualTo("admin");
      accounts.forward(Duration.ofHours(11));
    }
    assertThat(busy.get("/me").json().get("role").asText()).isEqualTo("nobody");
  }

  @Test
  void shouldLogOut() {
    account("anna", Role.ADMIN);
    Visitor anna = visitor("anna");
    String cookie = anna.cookie();
    assertThat(anna.get("/session").status()).isEqualTo(200);

    Reply out = anna.call("DELETE", "/session", "");
    assertThat(out.status()).isEqualTo(204);
    assertThat(out.header("Set-Cookie")).contains("Max-Age=0");
    assertThat(console.get("/me", "Cookie", cookie).json().get("role").asText())
        .isEqualTo("nobody");
  }

  @Test
  void shouldGiveTokensNoMoreThanTheAccountHas() {
    account("anna", Role.ADMIN);
    Account bert = account("bert", Role.OPERATOR);
    Visitor his = visitor("bert");
    assertThat(token(his, "{\"name\":\"x\",\"role\":\"admin\"}").status()).isEqualTo(422);
    Reply made = token(his, "{\"name\":\"script\",\"role\":\"operator\",\"cameras\":[\"gate\"]}");
    assertThat(made.status()).isEqualTo(201);
    String key = "Bearer " + made.json().get("token").asText();

    JsonNode me = console.get("/me", "Authorization", key).json();
    assertThat(me.get("role").asText()).isEqualTo("operator");
    assertThat(me.get("cameras")).hasSize(1);
    assertThat(his.get("/tokens").text()).doesNotContain(key.substring(7)).contains("script");
    assertThat(
            console
                .call(
                    "POST",
                    "/tokens",
                    "{\"name\":\"more\",\"role\":\"viewer\"}",
                    "Authorization",
                    key)
                .status())
        .isEqualTo(403);

    accounts
        .stores
        .accounts()
        .change(bert.id(), bert.changed(), new Account.Rights(Role.VIEWER, CameraScope.ALL, true));
    assertThat(console.get("/me", "Authorization", key).json().get("role").asText())
        .isEqualTo("viewer");

    Visitor anna = visitor("anna");
    String id = made.json().get("id").asText();
    assertThat(anna.call("DELETE", "/tokens/" + id, "").status()).as("another's").isEqualTo(404);
    assertThat(visitor("bert").call("DELETE", "/tokens/" + id, "").status()).isEqualTo(204);
    assertThat(console.get("/me", "Authorization", key).status()).isEqualTo(401);
  }

  @Test
  void shouldCountTheLesserOfASessionAndAToken() {
    account("anna", Role.ADMIN);
    Visitor anna = visitor("anna");
    String key =
        "Bearer "
            + token(anna, "{\"name\":\"x\",\"role\":\"viewer\"}").json().get("token").asText();

    assertThat(anna.call("GET", "/accounts", "", "Authorization", key).status()).isEqualTo(403);
    assertThat(anna.get("/accounts").status()).isEqualTo(200);
  }

  @Test
  void shouldEndTokensInTime() {
    account("anna", Role.ADMIN);
    Visitor anna = visitor("anna");
    assertThat(
            token(anna, "{\"name\":\"x\",\"role\":\"viewer\",\"expires\":\"2001-01-01T00:00:00Z\"}")
                .status())
        .isEqualTo(422);
    String ends = java.time.Instant.now().plusSeconds(3600).toString();
    String body = "{\"name\":\"x\",\"role\":\"viewer\",\"expires\":\"%s\"}".formatted(ends);
    String key = "Bearer " + token(anna, body).json().get("token").asText();
    assertThat(console.get("/me", "Authorization", key).status()).isEqualTo(200);

    accounts.forward(Duration.ofHours(2));
    assertThat(console.get("/me", "Authorization", key).status()).isEqualTo(401);
  }

  @Test
  void shouldKnowNoOtherTokens() {
    Account anna = account("anna", Role.ADMIN);
    for (String key :
        List.of("constructor", "__proto__", "", anna.id(), "vdt_" + "x".repeat(43), "'--")) {
      assertThat(console.get("/me", "Authorization", "Bearer " + key).status())
          .as(key)
          .isEqualTo(401);
    }
    assertThat(console.get("/me", "Authorization", "Basic YTpi").status()).isEqualTo(401);
    assertThat(console.get("/me", "Cookie", "vedette-session=" + anna.id()).json().get("role"))
        .hasToString("\"nobody\"");
  }

  @Test
  void shouldChangeNothingForPagesOfOtherSites() {
    account("anna", Role.ADMIN);
    Visitor anna = visitor("anna");
    String body = "{\"name\":\"bert\",\"password\":\"a good password\",\"role\":\"admin\"}";

    assertThat(console.call("POST", "/accounts", body, "Cookie", anna.cookie()).status())
        .as("without the page's proof")
        .isEqualTo(403);
    for (String site : List.of("cross-site", "same-site")) {
      assertThat(anna.call("POST", "/accounts", body, "Sec-Fetch-Site", site).status())
          .isEqualTo(401);
      assertThat(anna.call("GET", "/accounts", "", "Sec-Fetch-Site", site).status()).isEqualTo(401);
      assertThat(
              new Visitor(console)
                  .call(
                      "POST",
                      "/session",
                      "{\"name\":\"anna\",\"password\":\"" + PASSWORD + "\"}",
                      "Sec-Fetch-Site",
                      site)
                  .status())
          .isEqualTo(403);
    }
    assertThat(anna.call("POST", "/accounts", body, "Origin", "http://evil.example").status())
        .isEqualTo(403);
    assertThat(anna.call("POST", "/accounts", body, "X-Vedette-Page", "0".repeat(64)).status())
        .isEqualTo(403);
    assertThat(anna.get("/accounts").json().get("accounts")).hasSize(1);
  }

  @Test
  void shouldKeepNamesApart() {
    account("anna", Role.ADMIN);
    Visitor anna = visitor("anna");

    for (String name : List.of("Anna", " anna ", "ａｎｎａ", "ANNA")) {
      assertThat(create(anna, name, "viewer").status()).as(name).isEqualTo(409);
    }
    for (String name : List.of(" ", "a\\u0007b", "a\\u202eb", "x".repeat(150))) {
      assertThat(create(anna, name, "viewer").status()).as(name).isIn(400, 422);
    }
    assertThat(create(anna, "<img src=x onerror=alert(1)>", "viewer").status()).isEqualTo(201);
  }

  @Test
  void shouldTakePasswordsOverPrivateLinesAlone() {
    account("anna", Role.ADMIN);
    String body = "{\"name\":\"anna\",\"password\":\"" + PASSWORD + "\"}";

    for (String header : List.of("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded")) {
      assertThat(console.call("POST", "/session", body, header, "https").status())
          .as(header)
          .isEqualTo(403);
    }
  }

  @Test
  void shouldBelieveListedProxiesAlone() {
    openAgain(true, "127.0.0.0/8");
    account("anna", Role.ADMIN);
    String body = "{\"name\":\"anna\",\"password\":\"" + PASSWORD + "\"}";
    Reply in =
        console.call(
            "POST", "/session", body, "X-Forwarded-Proto", "https", "X-Forwarded-For", "10.0.0.9");

    assertThat(in.status()).isEqualTo(200);
    assertThat(in.header("Set-Cookie")).startsWith("__Host-vedette=").contains("; Secure");
    String cookie = in.header("Set-Cookie").split(";")[0];
    assertThat(
            console
                .get("/me", "Cookie", cookie, "X-Forwarded-Proto", "https")
                .json()
                .get("name")
                .asText())
        .isEqualTo("anna");
    assertThat(console.get("/me", "Cookie", cookie).json().get("role").asText())
        .as("over an open line")
        .isEqualTo("nobody");
  }

  @Test
  void shouldHaveAnAdminAgain() {
    account("root", Role.ADMIN);
    account("anna", Role.VIEWER);
    Visitor before = visitor("anna");
    String hash = PasswordHash.of("another password");

    accounts.stores.accounts().resetAdmin("Anna", hash);
    accounts.stores.accounts().resetAdmin("bert", hash);

    assertThat(before.get("/me").json().get("role").asText()).isEqualTo("nobody");
    for (String name : List.of("anna", "bert")) {
      Reply in = new Visitor(console).logIn(name, "another password");
      assertThat(in.json().path("role").asText()).as(name).isEqualTo("admin");
    }
  }

  @Test
  void shouldLetViewersManageNothing() {
    account("anna", Role.ADMIN);
    account("bert", Role.VIEWER);
    Visitor his = visitor("bert");

    assertThat(his.get("/accounts").status()).isEqualTo(403);
    assertThat(create(his, "carl", "admin").status()).isEqualTo(403);
    assertThat(token(his, "{\"name\":\"x\",\"role\":\"viewer\"}").status()).isEqualTo(201);
  }

  private Reply setUp(String token, String name, String password) {
    return console.call(
        "POST",
        "/setup",
        "{\"token\":\"%s\",\"name\":\"%s\",\"password\":\"%s\"}".formatted(token, name, password));
  }

  private static Reply create(Visitor visitor, String name, String role) {
    return visitor.call(
        "POST",
        "/accounts",
        "{\"name\":\"%s\",\"password\":\"%s\",\"role\":\"%s\"}".formatted(name, PASSWORD, role));
  }

  private static Reply token(Visitor visitor, String body) {
    return visitor.call("POST", "/tokens", body);
  }
}
