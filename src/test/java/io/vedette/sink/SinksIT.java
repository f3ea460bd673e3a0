package io.vedette.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.config.TlsSettings;
import io.vedette.event.Alert;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.fault.Program;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.TestSupervision;
import io.vedette.sink.webhook.WebhookSettings;
import io.vedette.trace.Traces;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // sinks work while they are open
class SinksIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String SECRET = "a secret";
  private static final int NO_ANSWER = 0;

  @TempDir static Path folder;
  private static EmbeddedBroker broker;
  private static Vertx vertx;
  private static int tests;

  private final List<Received> received = new CopyOnWriteArrayList<>();
  // Each test has topics of its own.
  private final TransportSettings transport = transport("test" + tests++);
  private final Topics topics = new Topics(transport);
  private final Supervision supervision = TestSupervision.make();
  private KafkaAccess kafka;
  private SinkRecords records;
  private HttpServer server;

  /** A request as it came. */
  private record Received(Map<String, String> headers, byte[] body) {
    String id() {
      return headers.get("webhook-id");
    }
  }

  @BeforeAll
  static void start() {
    broker =
        new EmbeddedBroker(
            folder, new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    broker.start();
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close();
    broker.close();
  }

  @BeforeEach
  void open() {
    kafka = new KafkaAccess(broker.clientProperties(), transport);
    topics.ensure(kafka);
    records = new SinkRecords(kafka, broker);
  }

  @AfterEach
  void close() {
    records.close();
    if (server != null) {
      server.close();
    }
  }

  @Test
  void shouldPostSignedAlertsUntilTheyAreTakenAndNeverAgain() throws Exception {
    SinkSettings settings = webhook(attempt -> attempt <= 1 ? 503 : 204);

    Alert first;
    Alert second;
    try (Sinks sinks = start(settings)) {
      first = records.publish(topics.alerts(), 1);
      awaitReceived(3);
      records.publish(topics.alerts(), 2, "another");
      second = records.publish(topics.alerts(), 3, "ops");
      awaitReceived(4);
    }
    Alert third;
    try (Sinks again = start(settings)) {
      third = records.publish(topics.alerts(), 4);
      awaitReceived(5);
    }

    assertThat(ids()).containsExactly(first.id(), first.id(), first.id(), second.id(), third.id());
    assertThat(received.get(0).body()).isEqualTo(first.json());
    assertThat(received.get(0).headers()).containsEntry("ce-type", Alert.TYPE);
    for (Received request : received) {
      assertThat(request.headers().get("webhook-signature")).isEqualTo(signature(request));
    }
    assertThat(records.all(topics.undelivered())).isEmpty();
  }

  @Test
  void shouldHoldNothingUpBehindAnAlertThatIsNotTakenAndRepeatNothing() throws Exception {
    AtomicBoolean isMended = new AtomicBoolean();
    String slow = SinkRecords.alert(2, null).id();
    SinkSettings settings = webhookFor(id -> id.equals(slow) && !isMended.get() ? NO_ANSWER : 200);

    List<String> others = new ArrayList<>();
    try (Sinks sinks = start(settings)) {
      for (int i = 1; i <= 20; i++) {
        String id = records.publish(topics.alerts(), i).id();
        if (i != 2) {
          others.add(id);
        }
      }
      await().atMost(PATIENCE).until(() -> ids().containsAll(others));
    }
    isMended.set(true);
    int before = received.size();
    try (Sinks again = start(settings)) {
      awaitReceived(before + 1);
      others.add(records.publish(topics.alerts(), 21).id());
      await().atMost(PATIENCE).until(() -> ids().containsAll(others));
    }

    assertThat(ids().stream().filter(id -> !id.equals(slow))).containsExactlyElementsOf(others);
    assertThat(ids().subList(before, received.size())).containsExactly(slow, others.get(19));
    assertThat(records.all(topics.undelivered())).isEmpty();
  }

  @Test
  void shouldPutAsideWhatIsRefusedAndGoOn() {
    SinkSettings settings = webhook(attempt -> attempt == 0 ? 410 : 200);

    Alert refused;
    try (Sinks sinks = start(settings)) {
      refused = records.publish(topics.alerts(), 1);
      records.write(topics.alerts(), "gate", Alert.TYPE, "none", new byte[] {'{'});
      records.publish(topics.alerts(), 2);
      awaitReceived(2);
    }

    List<ConsumerRecord<String, byte[]>> aside = records.all(topics.undelivered());
    assertThat(aside).hasSize(2);
    assertThat(aside.get(0).value()).isEqualTo(refused.json());
    assertThat(header(aside.get(0), "sink")).isEqualTo("ops");
    assertThat(header(aside.get(0), "reason")).contains("found 410");
    assertThat(header(aside.get(1), "reason")).contains("is no alert");
  }

  @Test
  void shouldLoseNothingWhenItEndsInTheMidstOfADelivery() {
    SinkSettings settings = webhook(attempt -> attempt == 0 ? NO_ANSWER : 200);

    Alert alert;
    try (Sinks sinks = start(settings)) {
      alert = records.publish(topics.alerts(), 1);
      awaitReceived(1);
    }
    try (Sinks again = start(settings)) {
      awaitReceived(2);
    }

    assertThat(ids()).containsExactly(alert.id(), alert.id());
  }

  @Test
  @Tag("faults")
  void shouldLoseNothingAndRepeatOnlyWhatWasOnItsWayWhenWorkersAreKilled() {
    SinkSettings settings = webhook(attempt -> 200);
    String url = settings.webhooks().get("ops").url();
    List<String> sent = new ArrayList<>();
    int kills = 3;
    for (int kill = 0; kill < kills; kill++) {
      try (Program worker = worker("worker-" + kill, url)) {
        for (int i = 0; i < 50; i++) {
          sent.add(records.publish(topics.alerts(), sent.size()).id());
        }
        int enough = received.size() + 20;
        await().atMost(PATIENCE).until(() -> received.size() >= enough);
        worker.kill();
      }
    }
    try (Program last = worker("last", url)) {
      await().atMost(PATIENCE).until(() -> ids().stream().distinct().count() >= sent.size());
    }

    assertThat(ids().stream().distinct().toList()).isEqualTo(sent);
    assertThat(received.size() - sent.size()).isLessThanOrEqualTo(kills);
  }

  private Program worker(String name, String url) {
    List<String> arguments = new ArrayList<>(List.of("track", "--data", folder.toString()));
    Map.of(
            "transport.prefix",
            transport.prefix(),
            "transport.partitions",
            "1",
            "track.group",
            transport.prefix() + "-track",
            "sinks.group",
            transport.prefix(),
            "sinks.webhooks.ops.url",
            url,
            "http.port",
            "0")
        .forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    return Program.vedette(folder, name, arguments);
  }

  private List<String> ids() {
    return received.stream().map(Received::id).toList();
  }

  @Test
  void shouldGiveUpWhatIsTooOld() {
    WebhookSettings nowhere =
        new WebhookSettings(
            "http://127.0.0.1:1/", null, null, null, Duration.ofSeconds(1), TlsSettings.DEFAULTS);
    SinkSettings settings =
        new SinkSettings(
            transport.prefix(),
            Duration.ZERO,
            Map.of("ops", nowhere),
            Map.of(),
            Map.of(),
            Map.of());

    try (Sinks sinks = start(settings)) {
      records.publish(topics.alerts(), 1);
      await().atMost(PATIENCE).until(() -> !records.all(topics.undelivered()).isEmpty());
    }

    assertThat(header(records.all(topics.undelivered()).get(0), "reason"))
        .contains("webhook http://127.0.0.1:1/");
  }

  @Test
  void shouldRestartASinkWhoseLoginIsRefusedAndSayItMeanwhile() {
    SinkSettings settings = webhook(attempt -> attempt == 0 ? 401 : 204);

    try (Sinks sinks = start(settings)) {
      records.publish(topics.alerts(), 1);
      await().atMost(PATIENCE).until(() -> !supervision.troubles().isEmpty());
      assertThat(supervision.troubles().values().toString()).contains("401");
      await().atMost(PATIENCE).until(() -> received.size() == 2);
    }

    assertThat(supervision.completion().isReached()).isFalse();
    assertThat(records.all(topics.undelivered())).isEmpty();
  }

  @Test
  void shouldCopyAlertsToATopicExactlyOnce() {
    String copy = transport.prefix() + ".copy";
    SinkSettings settings = settings(Map.of("topics.copy.topic", copy));

    try (Sinks sinks = start(settings)) {
      records.publish(topics.alerts(), 1);
      await().atMost(PATIENCE).until(() -> records.all(copy).size() == 1);
    }
    try (Sinks again = start(settings)) {
      records.publish(topics.alerts(), 2);
      await().atMost(PATIENCE).until(() -> records.all(copy).size() >= 2);
    }

    assertThat(records.all(copy).stream().map(record -> header(record, "ce_id")))
        .containsExactly(SinkRecords.alert(1, null).id(), SinkRecords.alert(2, null).id());
  }

  @Test
  void shouldMailAlertsWithTheirPicture() throws Exception {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    mail.start();
    mail.setUser("vedette", "letmein");
    SinkSettings settings =
        settings(
            Map.of(
                "mails.night.host", "127.0.0.1",
                "mails.night.port", Integer.toString(mail.getSmtp().getPort()),
                "mails.night.security", "none",
                "mails.night.user", "vedette",
                "mails.night.password", "${PASSWORD}",
                "mails.night.from", "vedette@example.com",
                "mails.night.to", "a@example.com,b@example.com"));
    byte[] jpeg = {(byte) 0xFF, (byte) 0xD8, 1, 2, 3};

    Alert alert;
    MimeMessage message;
    try (Sinks sinks = start(settings)) {
      RecordMetadata frame = records.write(topics.frames(), "gate", "frame", "frame", jpeg);
      alert =
          SinkRecords.alert(
              1, new RecordReference(topics.frames(), frame.partition(), frame.offset()));
      records.write(topics.alerts(), "gate", Alert.TYPE, alert.id(), alert.json());
      await().atMost(PATIENCE).until(() -> mail.getReceivedMessages().length == 2);
      message = mail.getReceivedMessages()[0];
    } finally {
      mail.stop();
    }

    assertThat(message.getSubject()).isEqualTo("gate: person #12 in yard for 5.0 s");
    assertThat(message.getMessageID()).matches("<[0-9a-f-]{36}@vedette.local>");
    Multipart parts = (Multipart) message.getContent();
    assertThat(parts.getBodyPart(0).getContent().toString()).contains(alert.id());
    BodyPart picture = parts.getBodyPart(1);
    assertThat(picture.getFileName()).isEqualTo("gate.jpg");
    assertThat(picture.getInputStream().readAllBytes()).isEqualTo(jpeg);
  }

  private Sinks start(SinkSettings settings) {
    Sinks sinks =
        new Sinks(
            new Sinks.Surroundings(
                vertx, kafka, topics, new SinkMeters(new SimpleMeterRegistry(), Traces.off())),
            settings,
            Clock.systemUTC(),
            supervision.separate());
    sinks.start();
    return sinks;
  }

  /** A webhook whose server answers by the number of the request, from 0. */
  private SinkSettings webhook(IntUnaryOperator status) {
    return webhookFor(id -> status.applyAsInt(received.size()));
  }

  /** A webhook whose server answers by the id of the alert. */
  private SinkSettings webhookFor(ToIntFunction<String> status) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> answer(request, status))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return settings(
        Map.of(
            "webhooks.ops.url", "http://127.0.0.1:" + server.actualPort() + "/alerts",
            "webhooks.ops.secret", "${SECRET}",
            "webhooks.ops.timeout", "3s"));
  }

  private void answer(HttpServerRequest request, ToIntFunction<String> status) {
    request
        .body()
        .onSuccess(
            body -> {
              Map<String, String> headers = new HashMap<>();
              request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
              Received known = new Received(headers, body.getBytes());
              int answer = status.applyAsInt(known.id());
              received.add(known);
              if (answer != NO_ANSWER) {
                request.response().setStatusCode(answer).end();
              }
            });
  }

  private void awaitReceived(int number) {
    await().atMost(PATIENCE).until(() -> received.size() >= number);
  }

  private SinkSettings settings(Map<String, String> entries) {
    Settings settings = new Settings(Map.of("SECRET", SECRET, "PASSWORD", "letmein"));
    settings.put("group", transport.prefix(), "test");
    entries.forEach((key, value) -> settings.put(key, value, "test"));
    return settings.bind(SinkSettings.class);
  }

  private static TransportSettings transport(String prefix) {
    Settings settings = new Settings(Map.of());
    settings.put("prefix", prefix, "test");
    settings.put("partitions", "1", "test");
    return settings.bind(TransportSettings.class);
  }

  private static String signature(Received request) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update(
        (request.id() + "." + request.headers().get("webhook-timestamp") + ".")
            .getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(request.body()));
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
