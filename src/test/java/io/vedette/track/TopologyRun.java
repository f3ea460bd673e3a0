package io.vedette.track;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.alert.AlertSettings;
import io.vedette.config.Settings;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.trace.Traces;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** A track worker without a broker, by the settings given. Caller closes. */
final class TopologyRun implements AutoCloseable {
  final TopologyTestDriver driver;
  final TestInputTopic<String, byte[]> detections;
  final TestInputTopic<String, byte[]> cameras;
  final TestOutputTopic<String, byte[]> events;
  final TestOutputTopic<String, byte[]> counts;
  final TestOutputTopic<String, byte[]> alerts;
  final TestOutputTopic<String, byte[]> rejected;

  static final SceneProcessor.Parts PARTS =
      SceneProcessor.Parts.of(
          new KafkaAccess(Map.of(), Settings.defaults(TransportSettings.class)),
          new TrackMeters(new SimpleMeterRegistry()),
          Traces.off());
  static final TrackSettings SETTINGS = Settings.defaults(TrackSettings.class);
  private static final TrackRoute ROUTE =
      new TrackRoute("detections", "cameras", "events", "counts", "alerts", "rejected");

  TopologyRun(AlertSettings alertSettings) {
    Properties properties = new Properties();
    properties.put("application.id", "test");
    properties.put("bootstrap.servers", "none:1");
    driver =
        new TopologyTestDriver(SceneTopology.of(SETTINGS, alertSettings, ROUTE, PARTS), properties);
    detections =
        driver.createInputTopic("detections", new StringSerializer(), new ByteArraySerializer());
    cameras = driver.createInputTopic("cameras", new StringSerializer(), new ByteArraySerializer());
    events =
        driver.createOutputTopic("events", new StringDeserializer(), new ByteArrayDeserializer());
    counts =
        driver.createOutputTopic("counts", new StringDeserializer(), new ByteArrayDeserializer());
    alerts =
        driver.createOutputTopic("alerts", new StringDeserializer(), new ByteArrayDeserializer());
    rejected =
        driver.createOutputTopic("rejected", new StringDeserializer(), new ByteArrayDeserializer());
  }

  void rules(String camera, byte[] json, Instant at) {
    cameras.pipeInput(camera, json, at);
  }

  void detect(FrameDetections detection) {
    send(detection.camera(), DetectionJson.write(detection));
  }

  void send(String key, byte[] value) {
    detections.pipeInput(key, value);
  }

  List<TestRecord<String, byte[]>> events() {
    return events.readRecordsToList();
  }

  List<String> reported() {
    return texts(events);
  }

  static List<String> texts(TestOutputTopic<String, byte[]> topic) {
    return topic.readRecordsToList().stream()
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }

  Map<String, byte[]> stored() {
    Map<String, byte[]> stored = new HashMap<>();
    KeyValueStore<String, byte[]> store = driver.getKeyValueStore(SceneProcessor.STORE);
    try (var all = store.all()) {
      all.forEachRemaining(entry -> stored.put(entry.key, entry.value));
    }
    return stored;
  }

  void restore(Map<String, byte[]> stored) {
    KeyValueStore<String, byte[]> store = driver.getKeyValueStore(SceneProcessor.STORE);
    stored.forEach(store::put);
  }

  @Override
  public void close() {
    driver.close();
  }
}
