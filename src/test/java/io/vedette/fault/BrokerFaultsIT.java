package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kafka's nodes die, are away, are slow and lose topics; Vedette goes on by itself. */
@Tag("faults")
class BrokerFaultsIT extends FaultTest {
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
  void shouldRecoverWithoutARestartWhenKafkaWasStoppedAndStarted() {
    begin();

    for (int node = 1; node <= 3; node++) {
      cluster.node(node).kill();
    }
    letPass(Duration.ofSeconds(30));
    for (int node = 1; node <= 3; node++) {
      cluster.restart(node);
    }
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

  private void begin() {
    fleet.ingest("cameras", Fleet.seeds(street));
    fleet.detect("w0").awaitLog("simulated", PATIENCE);
    fleet.detect("w1");
    openAccount();
    awaitDetections();
  }
}
