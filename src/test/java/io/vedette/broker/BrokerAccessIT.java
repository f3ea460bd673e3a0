package io.vedette.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.config.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may use the embedded broker of a folder, and who may read the folder. */
@Timeout(120)
class BrokerAccessIT {
  private static final String TOPIC = "topic";

  @TempDir private Path parent;

  private Path folder;
  private EmbeddedBroker broker;

  @BeforeEach
  void start() {
    folder = parent.resolve("data");
    broker = started();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void shouldTakeWhoHoldsTheSecretAndNobodyElse() throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(broker.clientProperties()))) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
    assertThat(BrokerAccess.read(folder)).isEqualTo(broker.clientProperties());

    Map<String, Object> plain = Map.of("bootstrap.servers", broker.bootstrapServers());
    Map<String, Object> wrong = with("vedette", "x".repeat(43));
    for (Map<String, Object> refused : List.of(plain, wrong, with("other", "x"), with("", ""))) {
      assertThatThrownBy(() -> write(refused)).isInstanceOf(Exception.class);
      assertThatThrownBy(() -> read(refused)).isInstanceOf(Exception.class);
    }
    assertThatThrownBy(() -> write(wrong))
        .hasRootCauseInstanceOf(SaslAuthenticationException.class);
  }

  @Test
  void shouldNotLetOthersTalkToItsController() throws Exception {
    String controller = "127.0.0.1:" + broker.controllerPort();
    Map<String, Object> ours = new HashMap<>(broker.clientProperties());
    ours.remove("bootstrap.servers");
    ours.put("bootstrap.controllers", controller);
    try (Admin admin = Admin.create(ours)) {
      assertThat(admin.describeMetadataQuorum().quorumInfo().get(20, TimeUnit.SECONDS).leaderId())
          .isEqualTo(1);
    }

    Map<String, Object> plain =
        Map.of(
            "bootstrap.controllers",
            controller,
            "default.api.timeout.ms",
            "3000",
            "request.timeout.ms",
            "2000");
    try (Admin admin = Admin.create(plain)) {
      assertThatThrownBy(
              () -> admin.describeMetadataQuorum().quorumInfo().get(20, TimeUnit.SECONDS))
          .isInstanceOf(Exception.class);
    }
  }

  @Test
  void shouldKeepItsSecretAndMakeItAgainWhereItIsLostOrDamaged() throws Exception {
    Path secret = folder.resolve("kafka.secret");
    String first = Files.readString(secret);
    restart();
    assertThat(Files.readString(secret)).isEqualTo(first).matches("[A-Za-z0-9_-]{43}\\n");

    broker.close();
    Files.delete(secret);
    broker = started();
    String second = Files.readString(secret);
    assertThat(second).isNotEqualTo(first);

    broker.close();
    Files.writeString(secret, second.substring(3));
    broker = started();
    assertThat(Files.readString(secret)).isNotEqualTo(second).matches("[A-Za-z0-9_-]{43}\\n");
    try (Admin admin = Admin.create(Map.copyOf(BrokerAccess.read(folder)))) {
      assertThat(admin.describeCluster().clusterId().get(20, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void shouldLeaveNoAccessBehind() {
    broker.close();

    assertThat(BrokerAccess.read(folder)).isEmpty();
    assertThat(folder.resolve("kcat.properties")).doesNotExist();
  }

  /** All that Kafka wrote, too, which makes its files as the umask says. */
  @Test
  void shouldBeReadableByItsOwnerAlone() throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(broker.clientProperties()))) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1)))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
    write(Map.copyOf(broker.clientProperties()));
    assertThat(modes(folder.resolve("kafka.secret"))).containsExactly("rw-------");
    assertThat(modes(BrokerAccess.file(folder))).containsExactly("rw-------");
    assertThat(modes(folder.resolve("kcat.properties"))).containsExactly("rw-------");

    try (DataFolder held = DataFolder.open(folder)) {
      assertThat(modes(folder)).containsExactlyInAnyOrder("rwx------", "rw-------");

      Files.writeString(folder.resolve("kafka/later.log"), "x");
      DataFolderTest.widen(folder.resolve("kafka/later.log"));
      held.tighten();
      assertThat(modes(folder)).containsExactlyInAnyOrder("rwx------", "rw-------");
    }
    read(Map.copyOf(broker.clientProperties()));
  }

  private void restart() {
    broker.close();
    broker = started();
  }

  private EmbeddedBroker started() {
    EmbeddedBroker made =
        new EmbeddedBroker(
            folder, new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    made.start();
    return made;
  }

  private Map<String, Object> with(String user, String password) {
    Map<String, Object> properties = new HashMap<>(broker.clientProperties());
    properties.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(user, password));
    return properties;
  }

  private static void write(Map<String, Object> access) throws Exception {
    Map<String, Object> properties = new HashMap<>(access);
    properties.put("max.block.ms", "2000");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, new byte[1])).get(20, TimeUnit.SECONDS);
    }
  }

  private static void read(Map<String, Object> access) {
    Map<String, Object> properties = new HashMap<>(access);
    properties.put("default.api.timeout.ms", "2000");
    properties.put("request.timeout.ms", "1000");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      assertThat(consumer.partitionsFor(TOPIC)).isNotEmpty();
    }
  }

  private static Set<String> modes(Path root) throws IOException {
    return DataFolderTest.modes(root);
  }
}
