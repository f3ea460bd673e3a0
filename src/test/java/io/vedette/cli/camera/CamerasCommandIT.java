package io.vedette.cli.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.cli.Main;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.geometry.Size;
import io.vedette.ingest.source.CameraSeeds;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Services;
import io.vedette.runtime.TestSupervision;
import io.vedette.simulator.Simulator;
import io.vedette.simulator.SimulatorSettings;
import io.vedette.simulator.rtsp.AccessSettings;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.event.EventReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Cameras come, change and go while a node runs. */
class CamerasCommandIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;

  /** All that ends a part of a URL, and what looks encoded. */
  private static final String PASSWORD = "hush/@:?#%41 &+";

  private final Services services = new Services();
  private final List<JsonNode> events = new ArrayList<>();
  private Simulator street;
  private Node node;
  private EventReader reader;
  private String out = "";
  private String err = "";

  @BeforeEach
  void start() {
    EmbeddedBroker broker =
        services.start(
            new EmbeddedBroker(
                folder, new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20))));
    street =
        services.start(
            new Simulator(
                SimulatorSettings.of(2, 0, new Size(320, 180), 10)
                    .withAccess(new AccessSettings("me", PASSWORD, AccessSettings.Method.DIGEST)),
                TestSupervision.essential()));
    node =
        new Node(
            new Settings(Map.of())
                .assignments(
                    List.of(
                        "ingest.node=here", "http.port=0", "secrets.allow=STREET_PW,NOT_SET_HERE"))
                .bind(VedetteSettings.class)
                .withKafka(broker.clientProperties()),
            services,
            TestSupervision.make());
    KafkaAccess kafka = node.join(node.rights().ingest());
    reader = services.keep(new EventReader(kafka, List.of(node.topics().events())));
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.put("STREET_PW", PASSWORD);
    node.ingest(CameraSeeds.of(new Settings(Map.of()), variables));
  }

  @AfterEach
  void stop() {
    services.close();
  }

  @Test
  void shouldFollowCamerasWhileRunningAndTellWhatTheyDo() {
    assertThat(run("add", "gate", url("cam0"), "fps=2", "zones.yard.polygon=0,0 1,0 1,1")).isZero();
    awaitState("gate", "live");
    JsonNode row = list().get("gate");
    assertThat(row.get("state").asText()).isEqualTo("live");
    assertThat(row.get("node").asText()).isEqualTo("here");
    long session = row.get("session").asLong();

    assertThat(run("change", "gate", "zones.yard.polygon=0,0 1,0 1,0.5")).isZero();
    assertThat(run("change", "gate", "url=" + url("cam1"))).isZero();
    await().atMost(PATIENCE).until(() -> liveSession("gate") > session);
    assertThat(street.viewers("cam0")).isZero();
    assertThat(states("gate").stream().filter("connecting"::equals).count())
        .as("rules alone do not restart a camera")
        .isEqualTo(2);

    assertThat(run("change", "gate", "enabled=false")).isZero();
    awaitState("gate", "removed");
    assertThat(run("change", "gate", "enabled=")).as("the default again").isZero();
    assertThat(run("remove", "gate")).isZero();
    await().atMost(PATIENCE).until(() -> !list().containsKey("gate"));
    await().atMost(PATIENCE).until(() -> street.viewers("cam1") == 0);
  }

  @Test
  void shouldTellScriptsWhatBecameOfAChange() throws IOException {
    assertThat(run("add", "gate", url("cam0"), "--json")).isZero();
    JsonNode added = MAPPER.readTree(out);
    assertThat(added.path("camera").asText()).isEqualTo("gate");
    assertThat(added.path("done").asText()).isEqualTo("added");
    assertThat(added.path("state").asText()).isEqualTo("live");
    assertThat(added.path("node").asText()).isEqualTo("here");

    assertThat(run("change", "gate", "url=" + url("cam7"), "--json")).isZero();
    JsonNode changed = MAPPER.readTree(out);
    assertThat(changed.path("done").asText()).isEqualTo("changed");
    assertThat(changed.path("state").asText()).isEqualTo("failed");
    assertThat(changed.path("message").asText()).isNotEmpty().doesNotContain("hush");

    assertThat(run("remove", "gate", "--json")).isZero();
    assertThat(out.strip()).isEqualTo("{\"camera\":\"gate\",\"done\":\"removed\"}");
  }

  @Test
  void shouldTellWhyACameraCannotBeRead() {
    assertThat(run("add", "wrong", "rtsp://you:${STREET_PW}@" + address("cam0"))).isZero();
    assertThat(run("add", "unset", "rtsp://me:${NOT_SET_HERE}@" + address("cam0"))).isZero();
    assertThat(run("add", "nowhere", url("cam7"))).isZero();

    awaitState("wrong", "failed");
    awaitState("unset", "failed");
    awaitState("nowhere", "failed");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(list().get("wrong").get("state").asText()).isEqualTo("unauthorized");
              assertThat(list().get("nowhere").get("state").asText()).isEqualTo("not-found");
              assertThat(list().get("unset").get("state").asText()).isEqualTo("settings");
            });
    assertThat(events.toString() + out).doesNotContain("hush");
  }

  @Test
  void shouldSendNoFileOfTheNodeAnywhere() throws IOException {
    List<String> requests = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet());
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try {
      String host = "127.0.0.1:" + server.getAddress().getPort();
      assertThat(run("add", "path", "http://" + host + "/${file:/etc/passwd}")).isZero();
      assertThat(run("add", "query", "http://" + host + "/?x=${file:/etc/passwd}")).isZero();
      assertThat(run("add", "login", "http://me:${file:/etc/passwd}@" + host + "/")).isZero();
      assertThat(run("add", "other", "http://me:${PATH}@" + host + "/")).isZero();
      assertThat(run("add", "there", "http://" + host + "/there")).isZero();

      for (String camera : List.of("path", "query", "login", "other", "there")) {
        awaitState(camera, "failed");
      }
      await().atMost(PATIENCE).until(() -> !requests.isEmpty());
      assertThat(requests).allMatch(request -> request.startsWith("/there "));
      assertThat(list().get("login").get("state").asText()).isEqualTo("settings");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void shouldRefuseWhatIsWrongInOneLine() {
    assertThat(run("add", "gate", "rtsp://me:open@h/1")).isEqualTo(2);
    assertThat(err.lines()).singleElement().asString().contains("gate", "password", "${NAME}");

    assertThat(run("add", "gate", "rtsp://h/1", "fsp=2", "width=x")).isEqualTo(2);
    assertThat(err).contains("fsp: unknown key", "did you mean \"fps\"?", "width: expected");
    assertThat(err).contains("camera gate").doesNotContain("--set");

    assertThat(run("add", "gate", "rtsp://h/1", "fps")).isEqualTo(2);
    assertThat(err.lines())
        .singleElement()
        .asString()
        .contains("camera gate fps: expected key=value, as fps=2");

    assertThat(run("change", "nobody", "fps=2")).isEqualTo(1);
    assertThat(err.lines())
        .singleElement()
        .asString()
        .contains("there is no camera nobody; there are none");

    assertThat(run("add", "a.b", "sim:")).isEqualTo(2);
    assertThat(run("add", "gate", "rtsp://h/1")).isZero();
    assertThat(run("add", "gate", "rtsp://h/2")).isEqualTo(1);
    assertThat(err).contains("gate is there already");
  }

  private String url(String camera) {
    return "rtsp://me:${STREET_PW}@" + address(camera);
  }

  private String address(String camera) {
    return street.address("cam0").replace("rtsp://", "").replace("cam0", camera);
  }

  private int run(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of("cameras", command, "--data", folder.toString()));
    all.addAll(List.of(arguments));
    StringWriter printed = new StringWriter();
    StringWriter reported = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(reported, true));
    int code = line.execute(all.toArray(String[]::new));
    out = printed.toString();
    err = reported.toString();
    return code;
  }

  private Map<String, JsonNode> list() {
    assertThat(run("list", "--json")).isZero();
    Map<String, JsonNode> rows = new HashMap<>();
    out.lines()
        .map(CamerasCommandIT::json)
        .forEach(row -> rows.put(row.get("camera").asText(), row));
    return rows;
  }

  private List<String> states(String camera) {
    reader
        .poll(Duration.ofMillis(200))
        .forEach(event -> events.add(json(new String(event.json()))));
    return events.stream()
        .filter(event -> event.path("type").asText().equals("camera.state"))
        .filter(event -> event.get("camera").asText().equals(camera))
        .map(event -> event.get("state").asText())
        .toList();
  }

  private void awaitState(String camera, String state) {
    await(camera + " " + state).atMost(PATIENCE).until(() -> states(camera).contains(state));
  }

  private long liveSession(String camera) {
    states(camera);
    return events.stream()
        .filter(event -> event.get("camera").asText().equals(camera))
        .filter(event -> event.path("state").asText().equals("live"))
        .mapToLong(event -> event.get("session").asLong())
        .max()
        .orElse(0);
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
