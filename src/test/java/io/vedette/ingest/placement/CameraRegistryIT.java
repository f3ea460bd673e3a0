package io.vedette.ingest.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.ingest.placement.CameraRegistry.Change;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.table.CameraRecord;
import io.vedette.transport.table.CameraRecord.Origin;
import io.vedette.transport.topic.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CameraRegistryIT {
  @TempDir static Path folder;

  private static EmbeddedBroker broker;
  private static KafkaAccess kafka;
  private static Topics topics;

  @BeforeAll
  static void start() {
    broker =
        new EmbeddedBroker(
            folder, new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    broker.start();
    TransportSettings settings = Settings.defaults(TransportSettings.class);
    kafka = new KafkaAccess(broker.clientProperties(), settings);
    topics = new Topics(settings);
    topics.ensure(kafka);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void shouldKeepACameraInItsPartitionThroughChangesUntilItIsRemoved() {
    registry().update(there -> List.of(put("kept", "{\"url\":\"a\"}")));
    int partition = table().get("kept").partition();

    registry()
        .update(there -> List.of(put("kept", "{\"url\":\"b\"}"), put("other", "{\"url\":\"c\"}")));

    assertThat(table().get("kept").partition()).isEqualTo(partition);
    assertThat(table().get("kept").settings()).isEqualTo("{\"url\":\"b\"}");
    assertThat(table().get("other").partition()).isNotEqualTo(partition);

    registry().update(there -> List.of(new Change("kept", null, Origin.COMMAND)));

    assertThat(table()).doesNotContainKey("kept").containsKey("other");
  }

  @Test
  void shouldRememberWhoRemovedACameraAndAddItAgainWhereItWas() {
    for (int i = 0; i < 4; i++) {
      String id = "again" + i;
      registry().update(there -> List.of(put(id, "{\"url\":\"a\"}")));
      int partition = table().get(id).partition();
      registry().update(there -> List.of(new Change(id, null, Origin.COMMAND)));
      CameraRecord removed = known().get(id);

      assertThat(removed.isRemoved()).isTrue();
      assertThat(removed.origin()).isEqualTo(Origin.COMMAND);

      registry().update(there -> List.of(put(id, "{\"url\":\"b\"}")));

      assertThat(table().get(id).settings()).isEqualTo("{\"url\":\"b\"}");
      assertThat(table().get(id).partition()).isEqualTo(partition);
    }
  }

  @Test
  void shouldNeverPutACameraIntoTwoPartitionsWhenSeveralWriteAtOnce() {
    List<CompletableFuture<?>> writers = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      writers.add(
          CompletableFuture.runAsync(
              () ->
                  IntStream.range(0, 6)
                      .forEach(i -> registry().update(there -> List.of(put("shared" + i, "{}"))))));
    }

    writers.forEach(CompletableFuture::join);

    Map<String, HashSet<Integer>> partitions = new HashMap<>();
    try (io.vedette.transport.table.TableReader reader =
        new io.vedette.transport.table.TableReader(kafka, "test", topics.cameras())) {
      reader.readToEnd(
          record ->
              partitions
                  .computeIfAbsent(record.key(), key -> new HashSet<>())
                  .add(record.partition()));
    }
    for (int i = 0; i < 6; i++) {
      assertThat(partitions.get("shared" + i)).as("shared" + i).hasSize(1);
    }
  }

  private static Change put(String id, String json) {
    return new Change(id, json, Origin.COMMAND);
  }

  private static CameraRegistry registry() {
    return new CameraRegistry(kafka, topics, "vedette-ingest", Clock.systemUTC());
  }

  /** By an update, which waits for the end of the one before: a mere reader may come too early. */
  private static Map<String, CameraRecord> table() {
    Map<String, CameraRecord> cameras = known();
    cameras.values().removeIf(CameraRecord::isRemoved);
    return cameras;
  }

  private static Map<String, CameraRecord> known() {
    Map<String, CameraRecord> known = new HashMap<>();
    registry()
        .update(
            there -> {
              known.putAll(there);
              return List.of();
            });
    return known;
  }
}
