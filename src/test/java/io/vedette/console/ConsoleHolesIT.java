package io.vedette.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.account.Account;
import io.vedette.account.PasswordHash;
import io.vedette.account.Tokens;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.config.DataSize;
import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;
import io.vedette.console.TestConsole.Reply;
import io.vedette.console.account.TestAccounts;
import io.vedette.console.audit.AuditPart;
import io.vedette.console.camera.CameraChangePart;
import io.vedette.console.camera.CameraDirectory;
import io.vedette.console.camera.CameraPart;
import io.vedette.console.camera.CameraTestPart;
import io.vedette.console.contract.CameraRule;
import io.vedette.console.contract.Contract;
import io.vedette.console.contract.Operation;
import io.vedette.console.contract.Parameter;
import io.vedette.console.live.LivePart;
import io.vedette.ingest.placement.CameraRegistry;
import io.vedette.ingest.placement.CameraRegistry.Change;
import io.vedette.live.LiveFeed;
import io.vedette.runtime.Services;
import io.vedette.runtime.TestSupervision;
import io.vedette.store.Dialect;
import io.vedette.store.TestDatabases;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.event.AuditLog;
import io.vedette.transport.table.CameraRecord.Origin;
import io.vedette.transport.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holes that others had in what the console does too, tried on it. {@code docs/console-holes.md}
 * lists all of them with their tests, here and elsewhere.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleHolesIT {
  private static final Path TABLE = Path.of("docs/console-holes.md");
  private static final int HOLES = 38;
  private static final TransportSettings SETTINGS = Settings.defaults(TransportSettings.class);
  private static final Topics TOPICS = new Topics(SETTINGS);
  private static final String CANARY = "canary7Q";
  private static final List<Operation> OPERATIONS = Contract.load().operations();
  private static final CameraScope ONE = CameraScope.of(List.of("mine"));
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir static Path folder;
  private final Services services = new Services();
  private final Map<Role, String> tokens = new EnumMap<>(Role.class);
  private TestAccounts accounts;
  private TestConsole console;
  private String foreign = "";

  @BeforeAll
  void start() {
    EmbeddedBroker broker =
        services.start(
            new EmbeddedBroker(
                folder.resolve("broker"),
                new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20))));
    KafkaAccess kafka = new KafkaAccess(broker.clientProperties(), SETTINGS);
    TOPICS.ensure(kafka);
    CameraRegistry registry =
        new CameraRegistry(kafka, TOPICS, "vedette-ingest", InstantSource.system());
    registry.update(
        known ->
            List.of(
                new Change("gate", url("gate"), Origin.SEED),
                new Change("mine", url("mine"), Origin.SEED)));
    CameraDirectory directory =
        services.start(new CameraDirectory(kafka, TOPICS, registry, TestSupervision.essential()));
    LiveFeed feed =
        services.start(
            new LiveFeed(kafka, TOPICS, TestSupervision.essential(), InstantSource.system()));
    accounts = new TestAccounts(TestDatabases.empty(Dialect.SQLITE, folder), true);
    console =
        new TestConsole(
            accounts.vertx,
            accounts.callers,
            accounts.parts(
                new CameraPart(directory),
                new CameraChangePart(directory, registry),
                new CameraTestPart(
                    directory,
                    new CameraTestPart.Allowed(CameraAccess.DEFAULTS, Map.of(), List.of())),
                new AuditPart(
                    services.keep(new AuditLog(kafka, TOPICS.audit())), InstantSource.system()),
                new LivePart(accounts.vertx, feed)));
    String hash = PasswordHash.of("correct horse battery");
    for (Role role : List.of(Role.ADMIN, Role.OPERATOR, Role.VIEWER)) {
      tokens.put(role, token(account(role.wireName(), hash, role, CameraScope.ALL)));
    }
    foreign = token(account("restricted", hash, Role.OPERATOR, ONE));
    await().atMost(PATIENCE).until(directory::isRead);
  }

  private static String url(String camera) {
    return "{\"url\":\"rtsp://%s:%s@10.0.0.5/%s?token=%s\",\"enabled\":false}"
        .formatted(CANARY, CANARY, camera, CANARY);
  }

  private Account account(String name, String hash, Role role, CameraScope cameras) {
    return accounts.stores.accounts().create(name, hash, new Account.Rights(role, cameras, true));
  }

  private String token(Account account) {
    return "Bearer "
        + accounts
            .stores
            .tokens()
            .create(account, new Tokens.Grant("test", account.role(), CameraScope.ALL), null)
            .key();
  }

  @AfterAll
  void stop() {
    console.close();
    accounts.close();
    services.close();
  }

  /** Each hole is in the table, each test that the table names is there. */
  @Test
  void shouldNameATestForEveryHole() throws IOException {
    List<String> missing = new ArrayList<>();
    String table = Files.readString(TABLE);
    IntStream.rangeClosed(1, HOLES)
        .filter(hole -> !table.contains("\n| " + hole + " |"))
        .forEach(hole -> missing.add("hole " + hole));
    Matcher named = Pattern.compile("`(\\w+(?:IT|Test))\\.(\\w+)`").matcher(table);
    while (named.find()) {
      try (var files = Files.walk(Path.of("src/test/java"))) {
        Path source =
            files.filter(file -> file.endsWith(named.group(1) + ".java")).findFirst().orElse(TABLE);
        if (!Files.readString(source).contains("void " + named.group(2) + "(")) {
          missing.add(named.group());
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  /** Holes 1, 4, 20 and 32: every operation as every role. */
  @Test
  void shouldLetEveryRoleDoWhatItsOperationsSayAndNothingElse() {
    for (Operation operation : OPERATIONS) {
      for (Role role : List.of(Role.NOBODY, Role.VIEWER, Role.OPERATOR, Role.ADMIN)) {
        Reply reply = call(operation, tokens.getOrDefault(role, ""), "absent");
        String what = operation.id() + " as " + role + ": " + reply.status();
        boolean isAllowed = role.holds(operation.right().role());
        if (!isAllowed) {
          assertThat(reply.status()).as(what).isEqualTo(role == Role.NOBODY ? 401 : 403);
        } else if (operation.right().role() != Role.NOBODY) {
          assertThat(reply.status()).as(what).isNotIn(401, 403);
        }
        assertThat(reply.status()).as(what).isNotIn(500, 501, 502, 504);
        assertThat(reply.header("Cache-Control")).as(what).containsAnyOf("no-store", "private");
        assertThat(reply.header("X-Content-Type-Options")).as(what).isEqualTo("nosniff");
        if (reply.status() >= 400) {
          assertThat(reply.header("Content-Type")).as(what).isEqualTo("application/problem+json");
        }
      }
    }
  }

  /** Hole 2: no answer to any role holds a login that a camera's address has. */
  @Test
  void shouldAnswerNobodyWithASecret() {
    assertThat(console.get("/cameras", "Authorization", tokens.get(Role.ADMIN)).text())
        .contains("***@10.0.0.5");
    for (Operation operation : OPERATIONS) {
      for (String token : tokens.values()) {
        boolean hasEnd = !operation.id().equals("streamCamera");
        if (operation.isSafe() && !operation.right().isSocket() && hasEnd) {
          assertThat(call(operation, token, "gate").text())
              .as(operation.id())
              .doesNotContain(CANARY);
        }
      }
    }
    String added =
        "{\"id\":\"added\",\"settings\":{\"url\":\"rtsp://%s:${X}@10.0.0.5/a\"}}".formatted(CANARY);
    Reply made = console.call("POST", "/cameras", added, "Authorization", tokens.get(Role.ADMIN));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text()).doesNotContain(CANARY);
    assertThat(console.get("/audit", "Authorization", tokens.get(Role.ADMIN)).text())
        .contains("createCamera", "added")
        .doesNotContain(CANARY);
  }

  /** Holes 5, 6, 8 and 32: a camera that is not of the caller's list is not there. */
  @Test
  void shouldHideForeignCamerasInEveryOperation() {
    JsonNode list = console.get("/cameras", "Authorization", foreign).json().get("cameras");
    assertThat(list).hasSize(1);
    assertThat(list.get(0).get("id").asText()).isEqualTo("mine");
    int tried = 0;
    for (Operation operation : OPERATIONS) {
      boolean isNamed = operation.right().camera().kind() == CameraRule.Kind.NAMED;
      if (isNamed && Role.OPERATOR.holds(operation.right().role())) {
        Reply there = call(operation, foreign, "gate");
        Reply nowhere = call(operation, foreign, "no-such-camera");
        assertThat(there.status()).as(operation.id()).isIn(404, 400, 415);
        assertThat(there.text()).as(operation.id()).isEqualTo(nowhere.text());
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(5);
  }

  /** Holes 7 and 8: a WebSocket's messages, and a right that is taken away while it is open. */
  @Test
  void shouldEndASocketWhoseRightIsTakenAway() {
    Account watcher =
        account("watcher", PasswordHash.of("correct horse battery"), Role.OPERATOR, ONE);
    CopyOnWriteArrayList<String> texts = new CopyOnWriteArrayList<>();
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Authorization", token(watcher))
            .buildAsync(
                URI.create(console.address().replace("http", "ws") + "/api/v1/live"),
                new Listener(texts, closed))
            .join();
    socket.sendText("{\"show\":[{\"camera\":\"gate\",\"fps\":5,\"width\":640}]}", true).join();
    socket.sendText("{\"show\":[{\"camera\":\"mine\",\"fps\":5,\"width\":640}]}", true).join();
    await().atMost(PATIENCE).until(() -> texts.toString().contains("mine"));
    assertThat(closed).isNotDone();

    accounts
        .stores
        .accounts()
        .change(watcher.id(), watcher.changed(), new Account.Rights(Role.OPERATOR, ONE, false));

    await().atMost(PATIENCE).until(closed::isDone);
    assertThat(texts.toString()).doesNotContain(CANARY);
  }

  private record Listener(List<String> texts, CompletableFuture<Integer> closed)
      implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      texts.add(data.toString());
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(status);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.complete(0);
    }
  }

  /** Hole 7: a WebSocket needs a login like everything else. */
  @Test
  void shouldOpenNoSocketWithoutALogin() {
    CompletableFuture<WebSocket> opened =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create(console.address().replace("http", "ws") + "/api/v1/live"),
                new Listener(new CopyOnWriteArrayList<>(), new CompletableFuture<>()));

    assertThat(opened).failsWithin(PATIENCE);
  }

  /** Holes 13, 16 and 17: what is given as an id or a value is never more than that. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "..%2f..%2fetc%2fpasswd",
        "..%5c..",
        "%00",
        "a%00b",
        "%252e%252e",
        "$(id)",
        ";%20id",
        "%60id%60",
        "'%20or%201=1--",
        "%22;drop%20table%20account",
        "%7B%7B7*7%7D%7D",
        "constructor"
      })
  void shouldTakeAnIdForNothingElse(String value) {
    for (Operation operation : OPERATIONS) {
      boolean hasPath = operation.parameters().stream().anyMatch(it -> it.in().equals("path"));
      if (hasPath && !operation.right().isSocket()) {
        Reply reply = call(operation, tokens.get(Role.ADMIN), value);
        assertThat(reply.status())
            .as(operation.id() + " of " + value)
            .isIn(400, 404, 405, 415, 428);
      }
      for (Parameter parameter : operation.parameters()) {
        if (parameter.in().equals("query") && operation.isSafe()) {
          String path = path(operation, "gate") + "?" + parameter.name() + "=" + value;
          Reply reply = console.get(path, "Authorization", tokens.get(Role.ADMIN));
          assertThat(reply.status()).as(path).isIn(200, 400, 404);
        }
      }
    }
  }

  /** Holes 15, 18, 22, 34 and 35: there is no field, type or length for it. */
  @Test
  void shouldTakeNoOtherFieldsTypesAndLengths() {
    String admin = tokens.get(Role.ADMIN);
    for (String settings :
        List.of(
            "{\"url\":\"sim:\",\"kafka\":{\"bootstrap.servers\":\"evil:9092\"}}",
            "{\"url\":\"sim:\",\"ffmpeg\":\"-i /etc/passwd\"}",
            "{\"url\":\"sim:\",\"zones\":{\"a\":{\"filter\":\"T(java.lang.Runtime)\"}}}")) {
      String body = "{\"id\":\"odd\",\"settings\":%s}".formatted(settings);
      assertThat(console.call("POST", "/cameras", body, "Authorization", admin).status())
          .as(settings)
          .isEqualTo(422);
    }
    String name = "{\"name\":\"%s\",\"password\":\"long enough\",\"role\":\"viewer\"}";
    assertThat(
            console
                .call(
                    "POST",
                    "/accounts",
                    name.formatted("\u1e9b\u0323".repeat(120)),
                    "Authorization",
                    admin)
                .status())
        .isEqualTo(400);
    assertThat(
            console
                .call(
                    "POST",
                    "/accounts",
                    name.formatted("x".repeat(1 << 20)),
                    "Authorization",
                    admin)
                .status())
        .isEqualTo(413);
    assertThat(
            console
                .call(
                    "POST",
                    "/accounts",
                    "",
                    "Content-Type",
                    "application/yaml",
                    "Authorization",
                    admin)
                .status())
        .isIn(400, 415);
  }

  /** Hole 36: which database it is says the settings' file alone. */
  @ParameterizedTest
  @ValueSource(strings = {"jdbc:h2:mem:x;INIT=RUNSCRIPT", "jdbc:sqlite:/tmp/x", "file:x"})
  void shouldTakeNoOtherDatabase(String url) {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> new Settings(Map.of()).put("database", url, "test").bind(ConsoleSettings.class))
        .isInstanceOf(InvalidSettings.class);
    assertThat(OPERATIONS).noneMatch(operation -> operation.pathText().contains("database"));
  }

  /** An operation with what it needs, as far as that can be made up, and a body that is empty. */
  private Reply call(Operation operation, String token, String id) {
    boolean hasBody = !operation.body().types().isEmpty();
    String[] headers = token.isEmpty() ? new String[0] : new String[] {"Authorization", token};
    return console.call(operation.method(), path(operation, id), hasBody ? "{}" : "", headers);
  }

  private static String path(Operation operation, String id) {
    return operation
        .pathText()
        .replace("{id}", id)
        .replace("{partition}", "0")
        .replace("{offset}", "0")
        .replaceAll("\\{\\w+}", "x");
  }
}
