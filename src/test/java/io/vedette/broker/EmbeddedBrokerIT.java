package io.vedette.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.config.DataSize;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
  private static final String TOPIC = "topic";
  private static final String GROUP = "group";

  @TempDir private Path folder;

  @Test
  void shouldNotWaitForMembersThatDiedWithTheBroker() throws Exception {
    EmbeddedBroker killed = broker();
    killed.start();
    KafkaConsumer<byte[], byte[]> member = member(killed);
    killed.close();
    forgetCleanEnd();

    EmbeddedBroker broker = broker();
    broker.start();
    Collection<MemberDescription> members = members(broker);
    member.close(CloseOptions.timeout(Duration.ZERO));
    broker.close();

    assertThat(members).isEmpty();
  }

  @Test
  void shouldTakeAnotherPortWhereOneOfTwoThatStartTogetherWasFirst() throws Exception {
    int port = freePort();
    EmbeddedBroker one = broker(folder.resolve("one"), port);
    EmbeddedBroker other = broker(folder.resolve("other"), port);

    CompletableFuture.allOf(
            CompletableFuture.runAsync(one::start), CompletableFuture.runAsync(other::start))
        .get(60, TimeUnit.SECONDS);

    try {
      assertThat(Set.of(one.bootstrapServers(), other.bootstrapServers()))
          .hasSize(2)
          .contains("127.0.0.1:" + port);
      assertThat(Set.of(cluster(one), cluster(other))).hasSize(2);
    } finally {
      one.close();
      other.close();
    }
  }

  private EmbeddedBroker broker() {
    return broker(folder, 0);
  }

  private static EmbeddedBroker broker(Path folder, int port) {
    return new EmbeddedBroker(
        folder, new BrokerSettings(port, new DataSize(1 << 30), new DataSize(8 << 20)));
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private static String cluster(EmbeddedBroker broker) throws Exception {
    try (Admin admin = admin(broker)) {
      return admin.describeCluster().clusterId().get(9, TimeUnit.SECONDS);
    }
  }

  /** A member of the group whose session outlives the test. */
  private static KafkaConsumer<byte[], byte[]> member(EmbeddedBroker broker) throws Exception {
    try (Admin admin = admin(broker)) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(9, TimeUnit.SECONDS);
    }
    KafkaConsumer<byte[], byte[]> member =
        new KafkaConsumer<>(
            client(broker, Map.of("group.id", GROUP, "session.timeout.ms", "120000")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    member.subscribe(List.of(TOPIC));
    await()
        .until(
            () -> {
              member.poll(Duration.ofMillis(100));
              return !member.assignment().isEmpty();
            });
    return member;
  }

  /** Leaves the folder as a kill leaves it. */
  private void forgetCleanEnd() throws IOException {
    Files.delete(folder.resolve("kafka").resolve(".kafka_cleanshutdown"));
  }

  private static Collection<MemberDescription> members(EmbeddedBroker broker) throws Exception {
    try (Admin admin = admin(broker)) {
      return admin
          .describeConsumerGroups(List.of(GROUP))
          .all()
          .get(9, TimeUnit.SECONDS)
          .get(GROUP)
          .members();
    }
  }

  private static Admin admin(EmbeddedBroker broker) {
    return Admin.create(client(broker, Map.of()));
  }

  private static Map<String, Object> client(EmbeddedBroker broker, Map<String, String> more) {
    Map<String, Object> properties = new HashMap<>(broker.clientProperties());
    properties.putAll(more);
    return properties;
  }
}
