package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.Settings;
import io.vedette.geometry.Size;
import io.vedette.simulator.street.StreetScene;
import io.vedette.transport.CommittedRecords;
import io.vedette.transport.SentRecords;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A replay that is interrupted between the frames of two owners of a camera. */
class ReplayGoesOnIT {
  private static final String RUN = "again";

  @TempDir Path folder;

  private final Topics topics = new Topics(Settings.defaults(TransportSettings.class));
  private EmbeddedBroker broker;
  private KafkaAccess kafka;

  @BeforeEach
  void start() {
    BrokerSettings settings =
        new Settings(Map.of()).assignments(List.of("port=0")).bind(BrokerSettings.class);
    broker = new EmbeddedBroker(folder.resolve("data"), settings);
    broker.start();
    kafka = new KafkaAccess(broker.clientProperties(), Settings.defaults(TransportSettings.class));
    topics.ensure(kafka);
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void shouldRefuseFramesOfAFormerOwnerAlsoWhereItGoesOn() throws IOException {
    send(2, 0);
    String middle = Instant.now().toString();
    replay("--to", middle);
    send(1, 7);
    send(2, 1);

    replay();

    assertThat(detected()).containsExactly("2/0", "2/1");
  }

  private void send(long session, long number) throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(new StreetScene(0, new Size(320, 180), 10).render(0).image(), "jpeg", jpeg);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topics.frames(), "gate".getBytes(StandardCharsets.UTF_8), jpeg.toByteArray());
    Map<String, String> texts =
        Map.of(
            "session",
            Long.toString(session),
            "sequence",
            Long.toString(number),
            "ce_time",
            Instant.now().toString(),
            "clock",
            "rtcp",
            "width",
            "320",
            "height",
            "180");
    texts.forEach(
        (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    SentRecords.send(broker.clientProperties(), List.of(record));
  }

  private void replay(String... more) {
    List<String> words = new ArrayList<>(List.of("replay", "--from", "10m", "--run", RUN));
    words.addAll(List.of("--data", folder.resolve("data").toString()));
    words.addAll(List.of("--set", "inference.device=simulated"));
    words.addAll(List.of(more));
    StringWriter printed = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(printed, true));
    assertThat(line.execute(words.toArray(String[]::new))).as(printed.toString()).isZero();
  }

  /** Sessions and numbers of the run's detections. */
  private List<String> detected() throws IOException {
    List<String> frames = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record :
        CommittedRecords.of(broker.clientProperties(), topics.detections(RUN)::equals)) {
      var frame = new ObjectMapper().readTree(record.value()).get("frame");
      frames.add(frame.get("session").asLong() + "/" + frame.get("sequence").asLong());
    }
    return frames;
  }
}
