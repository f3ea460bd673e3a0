package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.broker.SecureKafka;
import io.vedette.broker.SecureKafka.Listener;
import io.vedette.config.Settings;
import io.vedette.ingest.source.CameraSeeds;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.sink.Sinks;
import io.vedette.transport.access.Rights;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.event.EventReader;
import io.vedette.transport.topic.RoleRights;
import io.vedette.transport.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every role and command at its work, each as a user who may do what the page says and no more. */
@Timeout(400)
class RightsOfRolesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Settings SETTINGS =
      new Settings(Map.of())
          .assignments(
              List.of(
                  "http.port=0",
                  "console.port=0",
                  "transport.partitions=2",
                  "transport.camera-partitions=2",
                  "cameras.front.url=sim:",
                  "cameras.front.fps=5",
                  "alerts.rules.visitor.when=seen",
                  "alerts.rules.visitor.sinks=copy",
                  "sinks.topics.copy.topic=copied",
                  "forward.site=gate1"));

  private final Services services = new Services();
  private final Supervision supervision = new Supervision(new Completion());
  private final Topics topics = new Topics(settings(Map.of()).transport());
  private final RoleRights roles = new RoleRights(topics, settings(Map.of()).groups());
  private SecureKafka kafka;
  private String printed = "";

  @BeforeEach
  void start(@TempDir Path folder) {
    kafka = services.keep(new SecureKafka(folder));
    Map<String, Rights> users = users();
    kafka.addUsers(users.keySet());
    kafka.allow(
        users.entrySet().stream()
            .flatMap(user -> SecureKafka.acls(user.getKey(), user.getValue()).stream())
            .toList());
  }

  @AfterEach
  void stop() {
    services.close();
  }

  private Map<String, Rights> users() {
    Map<String, Rights> users = new HashMap<>();
    VedetteSettings settings = settings(Map.of());
    users.put("ingest", roles.ingest());
    users.put("detect", roles.detect());
    users.put("track", roles.track().and(Sinks.rights(settings.sinks(), topics, roles)));
    users.put("forward", roles.forward(true));
    users.put("centre", roles.centre("gate1", true));
    users.put("console", roles.console());
    users.put("list", roles.cameraList());
    users.put("change", roles.cameraChanges());
    users.put("tail", roles.tail(List.of(topics.detections(), topics.events(), topics.alerts())));
    users.put("shadow", roles.shadow("next"));
    users.put("promotion", roles.promotion("next"));
    users.put("replay", roles.replay("again"));
    users.put("retrack", roles.trackRun("again"));
    users.put("diff", roles.diff(List.of("live", "again")));
    return users;
  }

  private static VedetteSettings settings(Map<String, String> client) {
    return SETTINGS.bind(VedetteSettings.class).withKafka(client);
  }

  private Map<String, String> client(String user) {
    return kafka.client(Listener.SECURE, user);
  }

  private Node node(String user) {
    return new Node(settings(client(user)), services, supervision);
  }

  @Test
  void shouldDoAllWork() {
    node("track").track();
    node("detect").detect(null);
    node("ingest").ingest(CameraSeeds.of(SETTINGS, Map.of()));
    forward();
    Node tail = node("tail");
    List<String> read = List.of(topics.detections(), topics.events(), topics.alerts());
    KafkaAccess reading = tail.join(tail.rights().tail(read));
    EventReader reader = services.keep(new EventReader(reading, read));

    awaitRecords(
        topics.detections(), topics.snapshots(), topics.counts(), topics.alerts(), "copied");
    awaitRecords("gate1." + topics.detections(), "gate1." + topics.events());
    awaitRecords("gate1." + topics.frames());
    await().atMost(PATIENCE).until(() -> !reader.poll(Duration.ofMillis(200)).isEmpty());
    showPicture();
    changeCameras();
    again();
    promote();

    assertThat(supervision.completion().isReached()).isFalse();
    assertThat(supervision.ended()).isEmpty();
    assertThat(supervision.troubles()).isEmpty();
  }

  /** The console shows a camera's newest picture, as on its wall. */
  private void showPicture() {
    CompletableFuture<String> address = new CompletableFuture<>();
    node("console").console(supervision.separate(), address::complete);
    String url = address.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    HttpRequest snapshot =
        HttpRequest.newBuilder(URI.create(url + "/api/v1/cameras/front/snapshot.jpg")).build();
    HttpClient http = HttpClient.newHttpClient();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(http.send(snapshot, BodyHandlers.ofByteArray()).headers().map())
                    .containsEntry("content-type", List.of("image/jpeg")));
    refuseRun(http, url);
  }

  /** It starts without the rights to make runs, and says which one a run would need. */
  private static void refuseRun(HttpClient http, String url) {
    try {
      HttpRequest models = HttpRequest.newBuilder(URI.create(url + "/api/v1/models")).build();
      String listed = http.send(models, BodyHandlers.ofString()).body();
      String digest = listed.replaceFirst("(?s)^.*?\"digest\":\"([0-9a-f]{12})\".*$", "$1");
      String run = "{\"kind\":\"replay\",\"name\":\"page\",\"model\":\"%s\"}".formatted(digest);
      HttpRequest start =
          HttpRequest.newBuilder(URI.create(url + "/api/v1/runs"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(run))
              .build();
      HttpResponse<String> refused = http.send(start, BodyHandlers.ofString());
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      assertThat(refused.body())
          .contains("role replay lacks Write on topic vedette.detections.page", "grant it");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void forward() {
    Settings forward =
        new Settings(Map.of()).assignments(List.of("http.port=0", "forward.site=gate1"));
    client("centre").forEach((key, value) -> forward.put("forward.kafka." + key, value, "test"));
    VedetteSettings settings = forward.bind(VedetteSettings.class).withKafka(client("forward"));
    new Node(settings, services, supervision).forward();
  }

  private void changeCameras() {
    run("change", "cameras", "add", "yard", "sim:", "fps=1");
    run("list", "cameras", "list");
    assertThat(printed).contains("front", "yard");
    run("change", "cameras", "change", "yard", "fps=2");
    run("change", "cameras", "remove", "yard");
  }

  private void again() {
    run("replay", "replay", "--from", "1m", "--run", "again");
    run("retrack", "track", "--run", "again");
    awaitRecords(topics.events("again"));
    run("diff", "diff", "live", "again");
    assertThat(printed).contains("frames in both");
  }

  private void promote() {
    node("shadow").detect("next");
    awaitRecords(topics.detections("next"));
    run("promotion", "detect", "--shadow", "next", "--promote");
    awaitRecords(topics.promotions());
  }

  private void run(String user, String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    client(user)
        .forEach((key, value) -> arguments.addAll(List.of("--set", "kafka." + key + "=" + value)));
    arguments.addAll(List.of("--set", "http.port=0"));
    arguments.addAll(List.of("--set", "transport.partitions=2"));
    arguments.addAll(List.of("--set", "transport.camera-partitions=2"));
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    int code = line.execute(arguments.toArray(String[]::new));
    printed = out.toString();
    assertThat(code).as(String.join(" ", command) + ": " + printed).isZero();
  }

  private void awaitRecords(String... expected) {
    for (String topic : expected) {
      await("records of " + topic).atMost(PATIENCE).until(() -> records(topic) > 0);
    }
  }

  private long records(String topic) {
    try {
      TopicDescription found =
          kafka.admin().describeTopics(List.of(topic)).allTopicNames().get().get(topic);
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      found
          .partitions()
          .forEach(
              part -> ends.put(new TopicPartition(topic, part.partition()), OffsetSpec.latest()));
      return kafka.admin().listOffsets(ends).all().get().values().stream()
          .mapToLong(end -> end.offset())
          .sum();
    } catch (Exception e) {
      return 0; // it is not there yet
    }
  }
}
