package io.vedette.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.access.Actor;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.console.TestConsole;
import io.vedette.console.live.LivePart;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.runtime.TestSupervision;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.frame.FrameRecords;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Motion JPEG of a camera that sends, as a program reads it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CameraStreamIT {
  private static final String CAMERA = "yard";
  private static final int PICTURES = 5;
  private static final TransportSettings SETTINGS = Settings.defaults(TransportSettings.class);
  private static final Topics TOPICS = new Topics(SETTINGS);

  @TempDir static Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScheduledExecutorService camera = Executors.newSingleThreadScheduledExecutor();
  private EmbeddedBroker broker;
  private KafkaProducer<String, byte[]> producer;
  private LiveFeed feed;
  private TestConsole console;
  private long published;

  @BeforeAll
  void start() {
    broker =
        new EmbeddedBroker(
            folder, new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    broker.start();
    KafkaAccess kafka = new KafkaAccess(broker.clientProperties(), SETTINGS);
    TOPICS.ensure(kafka);
    producer =
        new KafkaProducer<>(
            kafka.eventProducer("test"), new StringSerializer(), new ByteArraySerializer());
    producer.send(new ProducerRecord<>(TOPICS.owners(), CAMERA, live().json()));
    feed = new LiveFeed(kafka, TOPICS, TestSupervision.essential(), InstantSource.system());
    feed.start();
    Vertx vertx = Vertx.vertx();
    console =
        new TestConsole(
            vertx, context -> Future.succeededFuture(Actor.LOCAL), new LivePart(vertx, feed));
    camera.scheduleAtFixedRate(this::publish, 0, 100, TimeUnit.MILLISECONDS);
    await().atMost(Duration.ofSeconds(30)).until(() -> feed.isKnown(CAMERA));
  }

  @AfterAll
  void stop() {
    camera.shutdownNow();
    console.close();
    feed.close();
    producer.close();
    broker.close();
  }

  @ParameterizedTest
  @CsvSource({"'', 1280, 720", "?width=320, 320, 180", "?fps=5&width=600, 640, 360"})
  void shouldSendWholePicturesOfTheWidthThatIsEnough(String query, int width, int height)
      throws Exception {
    HttpResponse<InputStream> answer = open(CAMERA, query);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("multipart/x-mixed-replace; boundary=");
    String boundary =
        answer.headers().firstValue("Content-Type").orElse("").replaceFirst(".*boundary=", "");
    try (InputStream parts = answer.body()) {
      for (int i = 0; i < PICTURES; i++) {
        BufferedImage picture = next(parts, "--" + boundary);
        assertThat(picture.getWidth()).isEqualTo(width);
        assertThat(picture.getHeight()).isEqualTo(height);
      }
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> feed.viewers() == 0);
  }

  @Test
  void shouldHaveNoStreamOfACameraThatIsNotThere() throws Exception {
    assertThat(open("nobody", "").statusCode()).isEqualTo(404);
  }

  private HttpResponse<InputStream> open(String id, String query) throws Exception {
    URI uri = URI.create(console.address() + "/api/v1/cameras/" + id + "/stream.mjpeg" + query);
    return http.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
        BodyHandlers.ofInputStream());
  }

  /** The picture of the part that comes next. */
  private static BufferedImage next(InputStream parts, String boundary) throws IOException {
    assertThat(line(parts)).isEqualTo(boundary);
    assertThat(line(parts)).isEqualTo("Content-Type: image/jpeg");
    int length = Integer.parseInt(line(parts).replaceFirst("Content-Length: ", ""));
    assertThat(line(parts)).isEmpty();
    byte[] jpeg = parts.readNBytes(length);
    assertThat(line(parts)).isEmpty();
    return ImageIO.read(new ByteArrayInputStream(jpeg));
  }

  private static String line(InputStream text) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = text.read(); c != '\n'; c = text.read()) {
      assertThat(c).as("after " + line).isNotEqualTo(-1);
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  private void publish() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    producer.send(
        FrameRecords.write(TOPICS.frames(), null, TestPictures.frame(CAMERA, published++, now)));
  }

  private static CameraStateEvent live() {
    Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return new CameraStateEvent(CAMERA, CameraState.LIVE, 1, 0, "node", at, null, null, null, null);
  }
}
