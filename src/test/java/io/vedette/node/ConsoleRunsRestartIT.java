package io.vedette.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.event.FrameDetections;
import io.vedette.fault.Program;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.frame.FrameRecords;
import io.vedette.transport.table.RunReader;
import io.vedette.transport.topic.Topics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a console whose process is killed: what the next one shows, and goes on with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleRunsRestartIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FRAMES = 24;
  private static final Size SIZE = new Size(320, 180);
  private static final String ORDER = "{\"kind\":\"%s\",\"name\":\"%s\",\"model\":\"%s\"%s}";

  @TempDir static Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Topics topics = new Topics(Settings.defaults(TransportSettings.class));
  private EmbeddedBroker broker;
  private KafkaAccess kafka;

  @BeforeAll
  void start() throws IOException {
    broker =
        new EmbeddedBroker(
            folder.resolve("kafka"),
            new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    broker.start();
    kafka = new KafkaAccess(broker.clientProperties(), Settings.defaults(TransportSettings.class));
    topics.ensure(kafka);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            kafka.eventProducer("test"), new StringSerializer(), new ByteArraySerializer())) {
      byte[] jpeg = jpeg();
      for (int number = 0; number < FRAMES; number++) {
        producer.send(FrameRecords.write(topics.frames(), null, frame("gate", number, jpeg)));
      }
      producer.send(FrameRecords.write(topics.frames(), null, frame("yard", 0, jpeg)));
    }
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  private static byte[] jpeg() throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    BufferedImage image =
        new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_3BYTE_BGR);
    ImageIO.write(image, "jpg", jpeg);
    return jpeg.toByteArray();
  }

  private static Frame frame(String camera, int number, byte[] jpeg) {
    return new Frame(
        new FrameId(camera, 1, number),
        Instant.parse("2026-11-23T22:40:00Z").plusMillis(200L * number),
        CaptureClock.FILE,
        SIZE,
        jpeg,
        StageTimes.NONE);
  }

  @Test
  void shouldShowWhatBecameOfRunsAndGoOnWithAReplayExactlyOnce() {
    String model;
    try (Program first = console("first")) {
      String page = address(first);
      model = get(page, "/models").at("/models/0/digest").asText();
      assertThat(order(page, "replay", "short", model, ",\"cameras\":[\"yard\"]")).isEqualTo(201);
      awaitState(page, "short", "ended");
      assertThat(order(page, "shadow", "beside", model, ",\"minutes\":30")).isEqualTo(201);
      assertThat(order(page, "replay", "slow", model, ",\"cameras\":[\"gate\"]")).isEqualTo(201);
      await().atMost(PATIENCE).until(() -> detections("slow").size() >= 2);
      awaitState(page, "beside", "running");
      first.kill();
    }

    try (Program second = console("second")) {
      String page = address(second);
      assertThat(run(page, "short").path("state").asText()).isEqualTo("ended");
      assertThat(run(page, "short").at("/job/inferred").asInt()).isEqualTo(1);
      JsonNode slow = run(page, "slow");
      assertThat(slow.path("state").asText()).as(slow.toString()).isEqualTo("interrupted");
      assertThat(slow.at("/job/active").asBoolean()).isFalse();
      assertThat(slow.at("/job/model").asText()).isEqualTo(model);
      assertThat(slow.at("/job/cameras").toString()).isEqualTo("[\"gate\"]");
      assertThat(run(page, "beside").path("state").asText()).isIn("interrupted", "unknown");
      int done = detections("slow").size();
      assertThat(done).isBetween(2, FRAMES - 1);

      assertThat(order(page, "replay", "slow", model, ",\"cameras\":[\"gate\"]")).isEqualTo(201);
      JsonNode whole = awaitState(page, "slow", "ended");
      assertThat(whole.at("/job/inferred").asInt()).isEqualTo(FRAMES - done);
      List<FrameDetections> all = detections("slow");
      assertThat(all).hasSize(FRAMES);
      assertThat(all.stream().map(FrameDetections::frameId)).doesNotHaveDuplicates();

      awaitState(page, "beside", "interrupted");
      assertThat(order(page, "shadow", "beside", model, ",\"minutes\":30")).isEqualTo(201);
      awaitState(page, "beside", "running");
      second.stop();
    }

    try (Program third = console("third")) { // ended in order this time
      String page = address(third);
      assertThat(run(page, "beside").path("state").asText()).isEqualTo("interrupted");
      assertThat(run(page, "slow").path("state").asText()).isEqualTo("ended");
    }
  }

  /** A console that infers two frames a second, and two runs at a time. */
  private Program console(String name) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data", folder.resolve("data").toString());
    settings.put("console.port", "0");
    settings.put("http.port", "0");
    settings.put("console.runs.at-once", "2");
    settings.put("inference.device", "simulated");
    settings.put("inference.simulated-time", "500ms");
    settings.put("inference.batch", "1");
    broker.clientProperties().forEach((key, value) -> settings.put("kafka." + key, value));
    List<String> arguments = new ArrayList<>(List.of("console"));
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    Program console = Program.vedette(folder, name, arguments);
    console.awaitLog("the console is at", PATIENCE);
    return console;
  }

  private static String address(Program console) {
    Matcher found =
        Pattern.compile("the console is at (http://127\\.0\\.0\\.1:[0-9]+)").matcher(console.log());
    assertThat(found.find()).as(console.log()).isTrue();
    return found.group(1);
  }

  private int order(String page, String kind, String name, String model, String more) {
    String body = ORDER.formatted(kind, name, model, more);
    return send(HttpRequest.newBuilder(URI.create(page + "/api/v1/runs"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)))
        .statusCode();
  }

  private JsonNode get(String page, String path) {
    HttpResponse<String> reply =
        send(HttpRequest.newBuilder(URI.create(page + "/api/v1" + path)).GET());
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    try {
      return JSON.readTree(reply.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private JsonNode run(String page, String name) {
    for (JsonNode run : get(page, "/runs").path("runs")) {
      if (run.path("name").asText().equals(name)) {
        return run;
      }
    }
    return JSON.createObjectNode();
  }

  private JsonNode awaitState(String page, String name, String state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode run = run(page, name);
              assertThat(run.path("state").asText()).as(run.toString()).isEqualTo(state);
            });
    return run(page, name);
  }

  private List<FrameDetections> detections(String run) {
    List<FrameDetections> all = new ArrayList<>();
    try {
      RunReader.read(kafka, topics.detections(run), all::add);
    } catch (RuntimeException e) {
      return List.of(); // its topic is not there yet
    }
    return all;
  }
}
