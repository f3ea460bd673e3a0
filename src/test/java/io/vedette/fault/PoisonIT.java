package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.cli.Contracts;
import io.vedette.frame.FrameId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pictures that are none come among good ones. */
@Tag("alone")
class PoisonIT extends FaultTest {
  private static final String FRAMES = "vedette.frames";
  private static final String REJECTED = "vedette.rejected";
  private static final Contracts CONTRACTS = new Contracts();

  @Test
  void shouldSetAsideEachBadFrameWithItsReasonAndGoOn() {
    fleet.ingest("cameras", Fleet.seeds(street));
    fleet.detect("w0").awaitLog("simulated", PATIENCE);
    openAccount();
    awaitDetections();

    List<byte[]> pictures = poison(read(FRAMES, 1).get(0).value());
    for (int number = 0; number < pictures.size(); number++) {
      send(number, pictures.get(number));
      // One after the other: of several that wait, a busy worker takes the newest.
      long sent = number + 1L;
      await("each bad frame is rejected once")
          .atMost(PATIENCE)
          .until(() -> account.read().dropped("rejected") == sent);
    }

    awaitDetections();
    assertThat(fleet.node("w0").isAlive()).isTrue();
    for (int number = 0; number < pictures.size(); number++) {
      assertThat(account.drops.get(new FrameId("poison", 1, number))).containsExactly("rejected");
    }
    assertThat(read(REJECTED, pictures.size()))
        .hasSize(pictures.size())
        .allSatisfy(
            record ->
                assertThat(CONTRACTS.problems("rejected-headers", record.headers())).isEmpty());
    settle("cameras");
  }

  /** Nothing, rubbish, half a picture, a picture without its tables, one that claims to be vast. */
  private static List<byte[]> poison(byte[] jpeg) {
    byte[] rubbish = new byte[5000];
    Arrays.fill(rubbish, (byte) 0x5A);
    byte[] noTables = jpeg.clone();
    Arrays.fill(noTables, 2, 200, (byte) 0);
    byte[] vast = jpeg.clone();
    int frame = startOfFrame(vast);
    Arrays.fill(vast, frame + 5, frame + 9, (byte) 0xFF);
    return List.of(new byte[0], rubbish, Arrays.copyOf(jpeg, 20), noTables, vast);
  }

  /** Where the header with the picture's size begins. */
  private static int startOfFrame(byte[] jpeg) {
    for (int i = 0; i < jpeg.length - 1; i++) {
      if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xC0) {
        return i;
      }
    }
    throw new AssertionError("no baseline JPEG");
  }

  private void send(int number, byte[] picture) {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster.servers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      ProducerRecord<String, byte[]> record = new ProducerRecord<>(FRAMES, "poison", picture);
      Headers headers = record.headers();
      Map<String, String> texts =
          Map.of(
              "session", "1",
              "sequence", Integer.toString(number),
              "ce_time", Instant.now().toString(),
              "clock", "host",
              "width", "320",
              "height", "180");
      texts.forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
      producer.send(record);
    }
  }

  private List<ConsumerRecord<String, byte[]>> read(String topic, int least) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", cluster.servers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(part -> new TopicPartition(topic, part.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      await("records of " + topic)
          .atMost(PATIENCE)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(500)).forEach(records::add);
                return records.size() >= least;
              });
    }
    return records;
  }
}
