package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.fault.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code vedette tail} at a centre that has a site's events, but neither detections nor alerts. */
class TailCommandIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SITE = "--set=transport.prefix=gate1.vedette";

  @TempDir Path folder;

  private EmbeddedBroker broker;
  private KafkaProducer<String, byte[]> producer;

  @BeforeEach
  void start() throws Exception {
    broker =
        new EmbeddedBroker(
            folder.resolve("data"),
            new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    broker.start();
    Map<String, Object> kafka = Map.copyOf(broker.clientProperties());
    try (Admin admin = Admin.create(kafka)) {
      admin.createTopics(List.of(new NewTopic("gate1.vedette.events", 1, (short) 1))).all().get();
    }
    producer = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer());
    tell();
  }

  @AfterEach
  void stop() {
    producer.close();
    broker.close();
  }

  @Test
  void shouldPrintTheEventsThereAreInTheKafkaOfAFolder() {
    List<String> arguments = List.of("tail", "--data", folder.resolve("data").toString(), SITE);
    try (Program tail = Program.vedette(folder, "tail", arguments)) {
      awaitOutput(tail, "gate: live on node-1");

      assertThat(tail.interrupt()).isEqualTo(130);
    }
  }

  @Test
  void shouldEndWhenNobodyReadsOn() {
    List<String> arguments = List.of("tail", "--data", folder.resolve("data").toString(), SITE);
    try (Program tail = Program.vedettePiped(folder, "piped", arguments, "head -n 1")) {
      awaitOutput(tail, "ended with 0");

      assertThat(tail.log().lines().filter(line -> line.contains("gate: live"))).hasSize(1);
    }
  }

  @Test
  void shouldSayWhichTopicOfATypeIsMissing() {
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setErr(new PrintWriter(err, true));

    int code =
        line.execute("tail", "--data", folder.resolve("data").toString(), SITE, "--type=alert");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("there is no topic gate1.vedette.alerts");
  }

  /** Nobody knows when a tail has found the end of the topic, so it is printed again and again. */
  private void awaitOutput(Program tail, String text) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              tell();
              return tail.log().contains(text);
            });
  }

  private void tell() throws Exception {
    CameraStateEvent event =
        new CameraStateEvent(
            "gate", CameraState.LIVE, 17, 3, "node-1", Instant.now(), null, null, null, null);
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>("gate1.vedette.events", "gate", event.json());
    record.headers().add("ce_type", event.cloudEventsType().getBytes());
    producer.send(record).get();
  }
}
