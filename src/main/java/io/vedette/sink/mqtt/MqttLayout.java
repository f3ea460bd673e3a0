package io.vedette.sink.mqtt;

import io.vedette.event.Alert;
import io.vedette.event.SceneEvent;
import io.vedette.event.SceneEventJson;
import io.vedette.event.SceneEventType;
import io.vedette.runtime.Failure;
import io.vedette.sink.mqtt.MqttSettings.Feed;
import io.vedette.transport.relay.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which messages records become, and under which topics. Immutable. */
final class MqttLayout {
  private static final String SNAPSHOT = "io.vedette.snapshot.v1";
  private static final String BOXED = "/boxed";

  private final String prefix;
  private final Set<Feed> feeds;
  private final OnvifEvents onvif;

  MqttLayout(MqttSettings settings) {
    this.prefix = settings.prefix();
    this.feeds = Set.copyOf(settings.publish());
    this.onvif = new OnvifEvents(prefix);
  }

  /**
   * The messages of a record, in order.
   *
   * @throws Failure of action SKIP when it is not what its type says
   */
  List<MqttMessage> messages(Taken record) {
    try {
      return switch (record.type()) {
        case Alert.TYPE -> List.of(alert(record));
        case SNAPSHOT -> snapshot(record);
        default -> event(record);
      };
    } catch (IllegalArgumentException e) {
      throw Failure.skip("record " + record.id() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** {@code online} as long as a node is connected, else {@code offline}. */
  String available(String node) {
    return topic("available", node);
  }

  private MqttMessage alert(Taken record) {
    Alert alert = Alert.read(record.value());
    return MqttMessage.json(topic(alert.camera(), "alerts", alert.cause().rule()), record.value());
  }

  private List<MqttMessage> snapshot(Taken record) {
    String camera = record.headers().getOrDefault("camera", "");
    String label = record.headers().getOrDefault("label", "");
    return record.key().endsWith(BOXED)
        ? List.of(MqttMessage.picture(topic(camera, label, "snapshot"), record.value()))
        : List.of();
  }

  private List<MqttMessage> event(Taken record) {
    List<MqttMessage> messages = new ArrayList<>();
    if (feeds.contains(Feed.EVENTS)) {
      messages.add(MqttMessage.json(topic("events"), record.value()));
    }
    if (SceneEventType.knows(record.type())) {
      SceneEvent event = SceneEventJson.read(record.value());
      if (feeds.contains(Feed.EVENTS)) {
        addStates(messages, event);
      }
      if (feeds.contains(Feed.ONVIF)) {
        messages.addAll(onvif.of(event));
      }
    }
    return messages;
  }

  private void addStates(List<MqttMessage> messages, SceneEvent event) {
    SceneEvent.ZoneFact zone = event.zone();
    if (zone != null) {
      messages.add(
          MqttMessage.state(
              topic(event.camera(), "zones", zone.name()), Integer.toString(zone.objects())));
    }
    SceneEvent.LineFact line = event.line();
    if (line != null) {
      String place = topic(event.camera(), "lines", line.name());
      messages.add(MqttMessage.state(place + "/left", Long.toString(line.toLeft())));
      messages.add(MqttMessage.state(place + "/right", Long.toString(line.toRight())));
    }
  }

  private String topic(String... levels) {
    StringBuilder topic = new StringBuilder(prefix);
    for (String level : levels) {
      topic.append('/').append(level(level));
    }
    return topic.toString();
  }

  /** A name as one level of a topic. */
  static String level(String name) {
    return name.isEmpty() ? "_" : name.replaceAll("[/+#\\x00]", "_");
  }
}
