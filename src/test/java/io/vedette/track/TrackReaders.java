package io.vedette.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.alert.AlertSettings;
import io.vedette.config.Settings;
import io.vedette.poison.RawRecord;
import io.vedette.poison.RecordReader;
import io.vedette.trace.Traces;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.record.Records;
import io.vedette.validation.Bounds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** A track worker without a broker, for tests. Confined to one thread. */
public final class TrackReaders implements AutoCloseable {
  private static final AlertSettings ALERTS =
      new Settings(Map.of())
          .put("rules.seen.when", "seen", "test")
          .put("rules.busy.when", "in-zone", "test")
          .bind(AlertSettings.class);
  private static final TrackRoute ROUTE =
      new TrackRoute("detections", "cameras", "events", "counts", "alerts", "rejected");
  private static final int MOST_TOLD = 5000;

  private final KafkaAccess kafka =
      new KafkaAccess(Map.of(), Settings.defaults(TransportSettings.class));
  private final TopologyTestDriver driver;
  private final TestInputTopic<String, byte[]> detections;
  private final TestInputTopic<String, byte[]> cameras;
  private final List<TestOutputTopic<String, byte[]>> outputs = new ArrayList<>();

  public TrackReaders(List<String> watched) {
    Properties properties = new Properties();
    properties.put("application.id", "test");
    properties.put("bootstrap.servers", "none:1");
    TrackSettings settings = Settings.defaults(TrackSettings.class);
    driver =
        new TopologyTestDriver(
            SceneTopology.of(
                settings,
                ALERTS,
                ROUTE,
                SceneProcessor.Parts.of(
                    kafka, new TrackMeters(new SimpleMeterRegistry()), Traces.off())),
            properties);
    detections =
        driver.createInputTopic("detections", new StringSerializer(), new ByteArraySerializer());
    cameras = driver.createInputTopic("cameras", new StringSerializer(), new ByteArraySerializer());
    for (String topic : List.of("events", "counts", "alerts", "rejected")) {
      outputs.add(
          driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer()));
    }
    byte[] rules =
        "{\"zones\":{\"all\":{\"polygon\":\"0,0 1,0 1,1 0,1\",\"loitering\":\"1s\",\"crowd\":1}}}"
            .getBytes(StandardCharsets.UTF_8);
    watched.forEach(camera -> cameras.pipeInput(camera, rules, Instant.EPOCH));
  }

  /** Detections, and what comes of them. */
  public RecordReader detection() {
    return record -> {
      detections.pipeInput(input(record));
      return outcome();
    };
  }

  /** A camera's rules. */
  public RecordReader camera() {
    return record -> {
      long before = kafka.defects().count("cameras");
      cameras.pipeInput(input(record));
      return kafka.defects().count("cameras") == before
          ? Optional.empty()
          : Optional.of("counted as a defect");
    };
  }

  /** Lets the worker's clock reach the end of every silent camera's tracks. */
  public void endSilent() {
    driver.advanceWallClockTime(Duration.ofSeconds(100));
    assertThat(outcome()).isEmpty();
  }

  private static TestRecord<String, byte[]> input(RawRecord record) {
    // As RecordTimes bounds it.
    long time = Bounds.recordMillis(record.timestamp());
    return new TestRecord<>(record.keyText(), record.value(), record.kafkaHeaders(), time);
  }

  /** Checks what was published: little, and such that its readers can read it. */
  private Optional<String> outcome() {
    List<TestRecord<String, byte[]>> events = outputs.get(0).readRecordsToList();
    List<TestRecord<String, byte[]>> alerts = outputs.get(2).readRecordsToList();
    assertThat(events).hasSizeLessThan(MOST_TOLD);
    assertThat(outputs.get(1).readRecordsToList()).hasSizeLessThan(MOST_TOLD);
    assertThat(alerts).hasSizeLessThan(MOST_TOLD);
    events.forEach(
        event -> assertThat(Records.sceneEvent(event.key(), event.value()).reason()).isNull());
    alerts.forEach(
        alert -> assertThat(Records.alert(alert.key(), alert.value()).reason()).isNull());
    List<TestRecord<String, byte[]>> rejected = outputs.get(3).readRecordsToList();
    assertThat(rejected).hasSizeLessThanOrEqualTo(1);
    return rejected.stream().findFirst().map(record -> Records.header(record.headers(), "reason"));
  }

  @Override
  public void close() {
    driver.close();
  }
}
