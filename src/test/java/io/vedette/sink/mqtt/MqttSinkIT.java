package io.vedette.sink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.vedette.config.Settings;
import io.vedette.event.Alert;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.scene.SceneEventType;
import io.vedette.frame.TraceContext;
import io.vedette.runtime.Failure;
import io.vedette.transport.relay.InputRecord;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttSinkIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path MOSQUITTO = Path.of("/usr/sbin/mosquitto");

  private final Vertx vertx = Vertx.vertx();
  private final List<MqttPublishMessage> published = new CopyOnWriteArrayList<>();
  private final List<MqttEndpoint> clients = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    vertx.close();
  }

  @Test
  void shouldPublishByMqtt5WithCloudEventsAttributes() {
    int port = serve(freePort());

    try (MqttSink sink = sink(port, "events")) {
      sink.deliver(Happened.record(Happened.inYard(SceneEventType.ZONE_ENTERED, 2)));
    }

    MqttEndpoint client = clients.get(0);
    assertThat(client.protocolVersion()).isEqualTo(5);
    assertThat(client.auth().getUsername()).isEqualTo("vedette");
    assertThat(client.auth().getPassword()).isEqualTo("letmein");
    assertThat(client.will().getWillTopic()).isEqualTo("site/available/home");
    assertThat(published.stream().map(this::text))
        .containsExactly(
            "site/available/home online",
            "site/events " + json(SceneEventType.ZONE_ENTERED),
            "site/gate/events " + json(SceneEventType.ZONE_ENTERED),
            "site/gate/zones/yard 2",
            "site/available/home offline");
    assertThat(published.get(1).isRetain()).isFalse();
    assertThat(published.get(3).isRetain()).isTrue();
    assertThat(properties(published.get(1)))
        .contains("type=io.vedette.zone.entered.v1")
        .contains("id=gate/17/4211@9f2c41d07a3e/zone.entered/12/yard");
  }

  @Test
  void shouldHandOnTheTraceOfARecordThatIsTraced() {
    InputRecord record = Happened.record(Happened.inYard(SceneEventType.ZONE_ENTERED, 2));
    TraceContext trace = TraceContext.root("gate/17/4211");

    try (MqttSink sink = sink(serve(freePort()), "events")) {
      sink.deliver(record.with(trace));
      sink.deliver(record);
    }

    List<MqttPublishMessage> events =
        published.stream().filter(message -> message.topicName().equals("site/events")).toList();
    assertThat(properties(events.get(0))).contains("traceparent=" + trace.header());
    assertThat(properties(events.get(1))).noneMatch(each -> each.startsWith("traceparent"));
  }

  @Test
  void shouldAskToBeTriedAgainUntilTheBrokerIsThere() {
    int port = freePort();

    try (MqttSink sink = sink(port, "events")) {
      assertThatThrownBy(() -> sink.deliver(Happened.record(Happened.crossed("door", "left"))))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("mqtt://127.0.0.1:" + port)
          .extracting(failure -> ((Failure) failure).action())
          .isEqualTo(Failure.Action.RETRY);
      serve(port);
      sink.deliver(Happened.record(Happened.crossed("door", "left")));
      clients.forEach(MqttEndpoint::close);
      await().atMost(PATIENCE).until(() -> deliversAgain(sink));
    }

    assertThat(published.stream().filter(message -> message.topicName().equals("site/events")))
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void shouldDescribeCamerasZonesLinesAndAlertsToHomeAssistantThroughMosquitto(@TempDir Path folder)
      throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(MOSQUITTO), "mosquitto is not installed");
    int port = freePort();
    Process mosquitto = mosquitto(folder, port);
    Map<String, Mqtt5Publish> seen = new ConcurrentHashMap<>();
    try (MqttSink sink = sink(port, "alerts,events,snapshots", "ha/discovery")) {
      await().atMost(PATIENCE).until(() -> deliversAgain(sink));
      sink.deliver(Happened.record(Happened.inYard(SceneEventType.ZONE_ENTERED, 2)));
      sink.deliver(Happened.record(Happened.inYard(SceneEventType.ZONE_LEFT, 1)));
      sink.deliver(Happened.record("io.vedette.snapshot.v1", "s", new byte[] {1, 2}));
      sink.deliver(Happened.record("io.vedette.camera.state.v1", "l", live()));
      Alert alert = Happened.alert();
      sink.deliver(Happened.record(Alert.TYPE, alert.id(), alert.json()));
      Mqtt5AsyncClient reader = reader(port, "#", seen);
      await().atMost(PATIENCE).until(() -> seen.containsKey("site/gate/alert"));
      reader.disconnect().get();
    } finally {
      mosquitto.destroy();
      mosquitto.waitFor();
    }

    Map<String, JsonNode> described = new TreeMap<>();
    for (Map.Entry<String, Mqtt5Publish> message : seen.entrySet()) {
      if (message.getKey().startsWith("ha/discovery/")) {
        described.put(
            message.getKey(), new ObjectMapper().readTree(message.getValue().getPayloadAsBytes()));
      }
    }
    assertThat(described.keySet())
        .allMatch(topic -> topic.matches("ha/discovery/[a-z_]+/[\\w-]+/[\\w-]+/config"))
        .containsExactlyInAnyOrder(
            "ha/discovery/binary_sensor/vedette_gate/connected/config",
            "ha/discovery/binary_sensor/vedette_gate/zone_yard/config",
            "ha/discovery/image/vedette_gate/last_person/config",
            "ha/discovery/sensor/vedette_gate/last_alert/config",
            "ha/discovery/sensor/vedette_gate/line_door_left/config",
            "ha/discovery/sensor/vedette_gate/line_door_right/config",
            "ha/discovery/sensor/vedette_gate/zone_yard/config");
    assertThat(described.values())
        .allSatisfy(
            entity -> {
              String topic = entity.path("state_topic").asText(entity.path("image_topic").asText());
              assertThat(seen).as("what is described is there").containsKey(topic);
              assertThat(seen.get(topic).isRetain()).isTrue();
              assertThat(entity.path("availability_topic").asText())
                  .isEqualTo("site/available/home");
              assertThat(entity.at("/device/identifiers/0").asText()).isEqualTo("vedette_gate");
            });
    assertThat(described.values().stream().map(entity -> entity.path("unique_id").asText()))
        .doesNotHaveDuplicates();
    assertThat(payload(seen.get("site/gate/zones/yard"))).isEqualTo("1");
    assertThat(payload(seen.get("site/gate/state"))).isEqualTo("live");
    assertThat(payload(seen.get("site/gate/alert"))).isEqualTo(Happened.alert().words());
  }

  private static byte[] live() {
    return new CameraStateEvent(
            "gate", CameraState.LIVE, 17, 3, "node", Happened.AT, null, null, null, null)
        .json();
  }

  private static String payload(Mqtt5Publish message) {
    return new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void shouldRefuseWhatIsNoEvent() {
    try (MqttSink sink = sink(1, "events")) {
      assertThatThrownBy(
              () -> sink.deliver(Happened.record("io.vedette.zone.left.v1", "x", new byte[] {'['})))
          .isInstanceOf(Failure.class)
          .extracting(failure -> ((Failure) failure).action())
          .isEqualTo(Failure.Action.SKIP);
    }
  }

  @Test
  void shouldSpeakWithMosquitto(@TempDir Path folder) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(MOSQUITTO), "mosquitto is not installed");
    int port = freePort();
    Process mosquitto = mosquitto(folder, port);
    Map<String, Mqtt5Publish> seen = new ConcurrentHashMap<>();
    try (MqttSink sink = sink(port, "events,onvif,snapshots")) {
      await().atMost(PATIENCE).until(() -> deliversAgain(sink));
      sink.deliver(Happened.record("io.vedette.snapshot.v1", "s", new byte[] {1, 2}));
      Mqtt5AsyncClient reader = reader(port, "site/#", seen);
      await().atMost(PATIENCE).until(() -> seen.containsKey("site/gate/person/snapshot"));
      sink.deliver(Happened.record(Happened.inYard(SceneEventType.ZONE_ENTERED, 2)));
      String inside =
          "site/gate/onvif-ej/RuleEngine/FieldDetector/ObjectsInside/&gate/vedette/yard";
      await().atMost(PATIENCE).until(() -> seen.containsKey(inside));
      reader.disconnect().get();
    } finally {
      mosquitto.destroy();
      mosquitto.waitFor();
    }

    assertThat(seen.get("site/gate/lines/door/left").isRetain()).isTrue();
    assertThat(seen.get("site/gate/person/snapshot").getPayloadAsBytes()).containsExactly(1, 2);
    assertThat(seen.get("site/gate/person/snapshot").getContentType().orElseThrow())
        .hasToString("image/jpeg");
    assertThat(seen.get("site/events").getUserProperties().asList())
        .anyMatch(property -> property.getName().toString().equals("id"));
  }

  private static Mqtt5AsyncClient reader(int port, String topics, Map<String, Mqtt5Publish> seen)
      throws Exception {
    Mqtt5AsyncClient reader =
        Mqtt5Client.builder().serverHost("127.0.0.1").serverPort(port).buildAsync();
    reader.connect().get();
    reader
        .subscribeWith()
        .topicFilter(topics)
        .callback(message -> seen.put(message.getTopic().toString(), message))
        .send()
        .get();
    return reader;
  }

  private static Process mosquitto(Path folder, int port) throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("mosquitto.conf"),
            "listener %d 127.0.0.1%nallow_anonymous true%nuser root%n".formatted(port));
    return new ProcessBuilder(MOSQUITTO.toString(), "-c", settings.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("mosquitto.log").toFile())
        .start();
  }

  private static boolean deliversAgain(MqttSink sink) {
    try {
      sink.deliver(Happened.record(Happened.crossed("door", "left")));
      return true;
    } catch (Failure e) {
      return false;
    }
  }

  private int serve(int port) {
    MqttServer server = MqttServer.create(vertx);
    server.endpointHandler(
        client -> {
          clients.add(client);
          client.publishAutoAck(true);
          client.publishHandler(published::add);
          client.accept(false);
        });
    return server
        .listen(port, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  private static MqttSink sink(int port, String publish) {
    return sink(port, publish, "");
  }

  private static MqttSink sink(int port, String publish, String discovery) {
    Settings settings = new Settings(Map.of("PASSWORD", "letmein"));
    settings.put("url", "mqtt://127.0.0.1:" + port, "test");
    settings.put("user", "vedette", "test");
    settings.put("password", "${PASSWORD}", "test");
    settings.put("prefix", "site", "test");
    settings.put("publish", publish, "test");
    settings.put("discovery", discovery, "test");
    return new MqttSink("home", settings.bind(MqttSettings.class));
  }

  private String text(MqttPublishMessage message) {
    return message.topicName() + " " + message.payload().toString(StandardCharsets.UTF_8);
  }

  private static String json(SceneEventType type) {
    return new String(Happened.record(Happened.inYard(type, 2)).value(), StandardCharsets.UTF_8);
  }

  private static List<String> properties(MqttPublishMessage message) {
    return message.properties().listAll().stream()
        .filter(MqttProperties.UserProperties.class::isInstance)
        .flatMap(found -> ((MqttProperties.UserProperties) found).value().stream())
        .map(pair -> pair.key + "=" + pair.value)
        .toList();
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
