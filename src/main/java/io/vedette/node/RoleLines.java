package io.vedette.node;

import io.vedette.inference.InferenceSettings;
import io.vedette.inference.InferenceSettings.Device;
import io.vedette.inference.Lanes;
import io.vedette.inference.OnnxModel;
import io.vedette.text.Count;
import io.vedette.text.Version;
import io.vedette.transport.topic.Topics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines of roles that start: each names the role's inputs, outputs and settings. */
final class RoleLines {
  private static final Logger LOG = LoggerFactory.getLogger(RoleLines.class);

  private final VedetteSettings settings;
  private final Topics topics;
  private @Nullable String health;

  RoleLines(VedetteSettings settings, Topics topics) {
    this.settings = settings;
    this.topics = topics;
  }

  /** Logs the address of this process's health. */
  void health(String address) {
    health = address;
  }

  void ingest(int cameras) {
    log(
        "ingest",
        "node %s, cameras of its settings: %d".formatted(settings.ingest().nodeName(), cameras),
        topics.cameras() + " to " + topics.frames(),
        settings.ingest().group());
  }

  void detect(OnnxModel model, Lanes lanes, String group, String to) {
    log(
        "detect",
        "model %s %s (%s, %s), %s"
            .formatted(
                model.name(),
                model.digest(),
                model.reading().family(),
                model.size(),
                device(lanes)),
        topics.frames() + " to " + to,
        group);
  }

  void track() {
    log(
        "track",
        "%s, sinks: %s"
            .formatted(
                Count.of(settings.track().threads(), "thread"),
                settings.sinks().names().isEmpty()
                    ? "none"
                    : String.join(", ", settings.sinks().names())),
        topics.detections() + " to " + topics.events(),
        settings.track().group());
  }

  void forward() {
    log(
        "forward",
        "site %s, central Kafka %s"
            .formatted(
                settings.forward().site(), settings.forward().kafka().get("bootstrap.servers")),
        topics.detections() + " and others",
        "of its own");
  }

  private String device(Lanes lanes) {
    InferenceSettings inference = settings.inference();
    String device = lanes.device().wireName();
    if (lanes.device() == Device.CPU) {
      int given = inference.threads();
      int threads = given == 0 ? Runtime.getRuntime().availableProcessors() : given;
      device += ", " + Count.of(threads, "thread");
    }
    return lanes.all().size() == 1 ? device : device + ", " + Count.of(lanes.all().size(), "lane");
  }

  private void log(String role, String what, String flow, String group) {
    LOG.info(
        "{} of {}: {}; Kafka {}, {}, group {}; health {}",
        role,
        Version.words(),
        what,
        settings.kafka().get("bootstrap.servers"),
        flow,
        group,
        health == null ? "not served" : "at " + health);
  }
}
