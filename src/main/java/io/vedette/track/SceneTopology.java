package io.vedette.track;

import io.vedette.alert.AlertSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The Kafka Streams topology from detections and the cameras' rules to events. Immutable. */
final class SceneTopology {
  private static final String DETECTIONS = "detections";
  private static final String CAMERAS = "cameras";
  private static final String SCENE = "scene";

  /**
   * The settings of the store's log. The store has one record per camera, written with every frame:
   * it is in memory, since it is small and is read from Kafka after a kill anyway; the log is
   * compacted in small pieces, so that this is quick.
   */
  private static final Map<String, String> CHANGELOG =
      Map.of(
          "segment.bytes", Integer.toString(8 << 20),
          "segment.ms", "600000",
          "min.cleanable.dirty.ratio", "0.1");

  private SceneTopology() {}

  static Topology of(
      TrackSettings settings, AlertSettings alerts, TrackRoute route, SceneProcessor.Parts parts) {
    Map<String, String> changelog = new HashMap<>(CHANGELOG);
    changelog.put("max.message.bytes", Long.toString(parts.largestRecord()));
    StringDeserializer key = new StringDeserializer();
    ByteArrayDeserializer value = new ByteArrayDeserializer();
    StringSerializer outKey = new StringSerializer();
    ByteArraySerializer outValue = new ByteArraySerializer();
    return new Topology()
        .addGlobalStore(
            memory(RuleHistory.STORE).withLoggingDisabled(),
            CAMERAS,
            key,
            value,
            route.cameras(),
            "rule-book",
            () -> new RuleHistory.Writer(parts.defects()))
        .addSource(DETECTIONS, key, value, route.detections())
        .addProcessor(SCENE, () -> new SceneProcessor(settings, alerts, parts), DETECTIONS)
        .addStateStore(
            memory(SceneProcessor.STORE).withCachingEnabled().withLoggingEnabled(changelog), SCENE)
        .addSink(Outbox.EVENTS, route.events(), outKey, outValue, SCENE)
        .addSink(Outbox.COUNTS, route.counts(), outKey, outValue, SCENE)
        .addSink(Outbox.ALERTS, route.alerts(), outKey, outValue, SCENE)
        .addSink(Outbox.REJECTED, route.rejected(), outKey, outValue, SCENE);
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> memory(String name) {
    return Stores.keyValueStoreBuilder(
        Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
  }
}
