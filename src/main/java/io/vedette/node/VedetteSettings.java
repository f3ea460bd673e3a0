package io.vedette.node;

import io.vedette.alert.AlertSettings;
import io.vedette.broker.BrokerAccess;
import io.vedette.broker.BrokerSettings;
import io.vedette.config.Setting;
import io.vedette.console.ConsoleSettings;
import io.vedette.detect.DetectSettings;
import io.vedette.detection.DetectionSettings;
import io.vedette.forward.ForwardSettings;
import io.vedette.http.HttpSettings;
import io.vedette.inference.InferenceSettings;
import io.vedette.ingest.IngestSettings;
import io.vedette.ingest.source.CameraEntry;
import io.vedette.log.LogSettings;
import io.vedette.sink.SinkSettings;
import io.vedette.trace.TracingSettings;
import io.vedette.track.TrackSettings;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.topic.RoleRights;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** All settings of the program, by stage. Immutable. */
@SuppressWarnings("recordcomponentnumber") // one group for each stage
public record VedetteSettings(
    @Setting(
            value = "./data",
            doc = "Data folder of this node: the embedded broker, and the console's database.")
        Path data,
    @Setting(value = "", doc = "The cameras by id; synthetic ones if there are none.")
        Map<String, CameraEntry> cameras,
    IngestSettings ingest,
    TransportSettings transport,
    InferenceSettings inference,
    DetectionSettings detection,
    DetectSettings detect,
    TrackSettings track,
    AlertSettings alerts,
    SinkSettings sinks,
    ForwardSettings forward,
    ConsoleSettings console,
    HttpSettings http,
    LogSettings log,
    TracingSettings tracing,
    BrokerSettings broker,
    SecretSettings secrets,
    @Setting(
            value = "",
            doc =
                "Any property of a Kafka client, such as kafka.bootstrap.servers or"
                    + " kafka.security.protocol.")
        Map<String, String> kafka) {
  private static final String SERVERS = "bootstrap.servers";

  public VedetteSettings {
    checkIds(cameras.keySet());
    checkSilence(detect, track);
    checkSinks(alerts, sinks);
  }

  private static void checkIds(Set<String> cameras) {
    for (String id : cameras) {
      if (!CameraEntry.isId(id)) {
        throw new IllegalArgumentException(
            "cameras: expected ids of %s, found \"%s\"".formatted(CameraEntry.IDS, id));
      }
    }
  }

  private static void checkSinks(AlertSettings alerts, SinkSettings sinks) {
    alerts
        .rules()
        .forEach(
            (name, rule) -> {
              if (!sinks.names().containsAll(rule.sinks())) {
                throw new IllegalArgumentException(
                    "alerts.rules.%s.sinks: expected names of sinks (%s), found %s"
                        .formatted(name, String.join(", ", sinks.names()), rule.sinks()));
              }
            });
  }

  /**
   * Checks that silence does not end tracks before their latest detections can come, so that a
   * replay gives the same tracks.
   */
  private static void checkSilence(DetectSettings detect, TrackSettings track) {
    Duration latest = detect.catchUp().plus(track.tracker().maxGap());
    if (!track.silence().isZero() && track.silence().compareTo(latest) <= 0) {
      throw new IllegalArgumentException(
          "track.silence: expected 0, or more than detect.catch-up and track.tracker.max-gap together, %ds, found %ds"
              .formatted(latest.toSeconds(), track.silence().toSeconds()));
    }
  }

  /** The names of the consumer groups by which roles share their work. */
  public RoleRights.Groups groups() {
    return new RoleRights.Groups(ingest.group(), detect.group(), track.group(), sinks.group());
  }

  /** Whether a Kafka is named; else an embedded one is used. */
  public boolean namesKafka() {
    return kafka.containsKey(SERVERS);
  }

  /**
   * The same settings with another Kafka.
   *
   * @param access its address and other properties of clients
   */
  public VedetteSettings withKafka(Map<String, String> access) {
    Map<String, String> properties = new HashMap<>(kafka);
    properties.putAll(access);
    return with(inference, properties);
  }

  /** The same settings with another model or device. */
  VedetteSettings withInference(InferenceSettings other) {
    return with(other, kafka);
  }

  private VedetteSettings with(InferenceSettings inferred, Map<String, String> properties) {
    return new VedetteSettings(
        data,
        cameras,
        ingest,
        transport,
        inferred,
        detection,
        detect,
        track,
        alerts,
        sinks,
        forward,
        console,
        http,
        log,
        tracing,
        broker,
        secrets,
        properties);
  }

  /**
   * The same settings with the broker that runs on the data folder, when no Kafka is named.
   *
   * @throws io.vedette.runtime.Failure of action STOP when another user's broker runs there
   */
  public VedetteSettings findingBroker() {
    return namesKafka() ? this : withKafka(BrokerAccess.read(data));
  }
}
