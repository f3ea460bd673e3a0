package io.vedette.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.table.TableReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ends of a lane, each on a real broker. */
class EndsIT {
  private static final TopicPartition PARTITION = new TopicPartition("vedette.events", 0);

  @TempDir static Path folder;

  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker =
        new EmbeddedBroker(
            folder, new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    broker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void shouldLeaveNoClientOpenWhenItsTopicsCannotBeFound() throws Exception {
    assertThatThrownBy(() -> new Edge(kafka(Map.of()), "leak", Set.of("no/topic"), 1000))
        .isInstanceOf(KafkaException.class);

    assertThat(
            ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("kafka.consumer:client-id=leak-*,*"), null))
        .isEmpty();
  }

  @Test
  void shouldWriteWhatIsLeftOnceARecordIsLeftOutThatItsOwnClientRefuses() {
    KafkaAccess kafka = kafka(Map.of("max.request.size", "20000"));
    List<ProducerRecord<byte[], byte[]>> records =
        List.of(record("before", 100), record("large", 30_000), record("after", 100));
    Map<TopicPartition, ForwardProgress> progress =
        Map.of(PARTITION, ForwardProgress.begin(0, 0).sent(3));
    try (Centre centre = new Centre(kafka, "gate1.forward.events", List.of("gate1.events"))) {
      List<ProducerRecord<byte[], byte[]>> refused = new ArrayList<>();
      centre.write(List.of(records.get(1)), Map.of(), refused::add);
      assertThat(refused).containsExactly(records.get(1));

      centre.write(records, progress, refused::add);

      assertThat(refused).containsExactly(records.get(1), records.get(1));
      assertThat(centre.progress()).containsEntry(PARTITION, progress.get(PARTITION));
    }
    List<String> keys = new ArrayList<>();
    try (TableReader reader = new TableReader(kafka, "test", "gate1.events")) {
      reader.readToEnd(record -> keys.add(record.key()));
    }
    assertThat(keys).containsExactlyInAnyOrder("before", "after");
  }

  private static ProducerRecord<byte[], byte[]> record(String key, int bytes) {
    return new ProducerRecord<>("gate1.events", key.getBytes(UTF_8), new byte[bytes]);
  }

  private static KafkaAccess kafka(Map<String, String> more) {
    Map<String, String> properties = new HashMap<>(broker.clientProperties());
    properties.putAll(more);
    return new KafkaAccess(properties, Settings.defaults(TransportSettings.class));
  }
}
