package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kafka's nodes die, are away, are slow and lose topics; Vedette goes on by itself. */
@Tag("faults")
@Tag("alone")
class BrokerFaultsIT extends FaultTest {
  /** Bytes per second and connection, a tenth of what the cameras give. */
  private static final long SLOW = 10_000;

  @Override
  int brokers() {
    return 3;
  }

  @Test
  void shouldLoseNoDetectionWhenBrokersAreKilledOneAfterTheOther() {
    begin();

    for (int node = 1; node <= 3; node++) {
      cluster.node(node).kill();
      letPass(Duration.ofSeconds(5));
      awaitDetections();
      cluster.restart(node);
      cluster.awaitBrokers(3);
      awaitDetections();
    }

    settle("cameras");
  }

  @Test
  void shouldRecoverWithoutARestartWhenAllOfKafkaWasAwayForHalfAMinute() {
    begin();

    for (int node = 1; node <= 3; node++) {
      cluster.node(node).freeze();
    }
    letPass(Duration.ofSeconds(30));
    long resident = fleet.node("cameras").residentKib();
    for (int node = 1; node <= 3; node++) {
      cluster.node(node).thaw();
    }

    awaitDetections();
    settle("cameras");
    assertThat(resident).as("memory while Kafka was away, in KiB").isLessThan(900_000);
  }

  @Test
  void shouldCountWhatASlowKafkaDoesNotTakeAndRecoverWhenItIsFastAgain() {
    String[] far = {
      "kafka.bootstrap.servers=" + cluster.farServers(),
      "transport.max-record=256KiB",
      "transport.buffer=256KiB"
    };
    fleet.ingest("cameras", Fleet.seeds(street), far);
    fleet.detect("w0").awaitLog("simulated", PATIENCE);
    openAccount();
    awaitDetections();
    long before = fleet.node("cameras").residentKib();

    cluster.links().forEach(link -> link.throttle(SLOW));
    letPass(seconds("faults.slow", 30));
    long resident = fleet.node("cameras").residentKib();
    cluster.links().forEach(Proxy::mend);

    awaitDetections();
    await("what was not taken is reported")
        .atMost(PATIENCE)
        .until(() -> account.read().dropped("broker") > 0);
    awaitDetections();
    settle("cameras");
    assertThat(resident - before).as("growth while Kafka was slow, in KiB").isLessThan(100_000);
  }

  @Test
  void shouldRecoverWithoutARestartWhenKafkaWasStoppedAndStarted() {
    begin();

    for (int node = 1; node <= 3; node++) {
      cluster.node(node).kill();
    }
    letPass(seconds("faults.outage", 30));
    for (int node = 1; node <= 3; node++) {
      cluster.restart(node);
    }
    cluster.awaitBrokers(3);

    awaitDetections();
    settle("cameras");
  }

  @Test
  void shouldLoseNoDetectionWhenTheDiskOfABrokerRunsFull() throws Exception {
    assumeTrue(Program.hasSmallDisks(), "skipped: needs unshare and leave to mount");
    begin();
    cluster.node(3).stop();
    cluster.restartOnSmallDisk(3, 64);
    cluster.awaitBrokers(3);
    awaitDetections();

    fillDisk(3);
    await("the node ends for want of room")
        .atMost(PATIENCE)
        .until(() -> !cluster.node(3).isAlive());
    awaitDetections();
    cluster.restart(3);
    cluster.awaitBrokers(3);

    awaitDetections();
    settle("cameras");
  }

  @Test
  void shouldMakeTopicsAnewWhenTheyWereDeleted() throws Exception {
    begin();

    try (Admin admin = cluster.admin()) {
      admin
          .deleteTopics(List.of("vedette.frames", "vedette.owners", "vedette.sessions"))
          .all()
          .get(30, TimeUnit.SECONDS);
    }

    await("topics are there again")
        .atMost(PATIENCE)
        .until(
            () -> {
              try (Admin admin = cluster.admin()) {
                return admin
                    .listTopics()
                    .names()
                    .get(10, TimeUnit.SECONDS)
                    .containsAll(List.of("vedette.frames", "vedette.owners", "vedette.sessions"));
              }
            });
    account.close();
    openAccount();
    awaitDetections();
  }

  /** Writes records that only one node keeps until it takes no more. */
  private void fillDisk(int node) throws Exception {
    try (Admin admin = cluster.admin()) {
      admin
          .createTopics(List.of(new NewTopic("filler", Map.of(0, List.of(node)))))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", cluster.servers(),
            "acks", "1",
            "max.request.size", "2000000",
            "request.timeout.ms", "3000",
            "delivery.timeout.ms", "4000");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < 200; i++) {
        producer.send(new ProducerRecord<>("filler", new byte[1 << 20])).get();
      }
    } catch (ExecutionException e) {
      return; // it is full
    }
    throw new AssertionError("200 MiB went onto a disk of 64");
  }

  private void begin() {
    fleet.ingest("cameras", Fleet.seeds(street));
    fleet.detect("w0").awaitLog("simulated", PATIENCE);
    fleet.detect("w1");
    openAccount();
    awaitDetections();
  }
}
