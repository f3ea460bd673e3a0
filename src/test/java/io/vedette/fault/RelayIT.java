package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.config.Settings;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.relay.Relay;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("alone")
class RelayIT {
  private static final String TOPIC = "alerts";
  // Many, so that some get their first record between any two questions of a worker that joins.
  private static final int PARTITIONS = 300;

  @TempDir private static Path folder;

  @Test
  void shouldMissNothingThatIsWrittenWhileANewGroupJoinsOverASlowLink() throws Exception {
    ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
    try (Cluster cluster = Cluster.start(folder, 1, Map.of());
        KafkaProducer<String, byte[]> producer = producer(cluster)) {
      try (Admin admin = cluster.admin()) {
        admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
      }
      cluster.links().get(0).delay(30);
      KafkaAccess far =
          new KafkaAccess(
              Map.of("bootstrap.servers", cluster.farServers()),
              new Settings(Map.of()).bind(TransportSettings.class));
      AtomicInteger next = new AtomicInteger();
      writer.scheduleAtFixedRate(
          () -> writeTo(producer, next.getAndIncrement()), 0, 10, TimeUnit.MILLISECONDS);

      Set<Integer> seen = new TreeSet<>();
      try (Relay relay = new Relay(far, List.of(TOPIC), "new", true, Clock.systemUTC())) {
        await()
            .pollInSameThread()
            .atMost(Duration.ofSeconds(40))
            .untilAsserted(
                () -> {
                  relay
                      .poll(Duration.ofMillis(100))
                      .forEach(record -> seen.add(record.partition()));
                  assertThat(seen).hasSize(PARTITIONS);
                });
      }
    } finally {
      writer.shutdownNow();
    }
  }

  private static KafkaProducer<String, byte[]> producer(Cluster cluster) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", cluster.servers()),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private static void writeTo(KafkaProducer<String, byte[]> producer, int partition) {
    if (partition < PARTITIONS) {
      producer.send(new ProducerRecord<>(TOPIC, partition, "key", new byte[1]));
    }
  }
}
