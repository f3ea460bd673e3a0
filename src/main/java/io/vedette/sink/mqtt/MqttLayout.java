package io.vedette.sink.mqtt;

import io.vedette.event.Alert;
import io.vedette.event.SceneEvent;
import io.vedette.event.SceneEventType;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Printable;
import io.vedette.sink.delivery.UnreadableRecord;
import io.vedette.sink.mqtt.MqttSettings.Feed;
import io.vedette.transport.record.Records;
import io.vedette.transport.relay.InputRecord;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Names;
import io.vedette.validation.Reading;
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
  List<MqttMessage> messages(InputRecord record) {
    return switch (record.type()) {
      case Alert.TYPE -> List.of(alert(record));
      case SNAPSHOT -> snapshot(record);
      default -> event(record);
    };
  }

  /** {@code online} as long as a node with this sink is connected, else {@code offline}. */
  String available(String sink) {
    return topic("available", sink);
  }

  private MqttMessage alert(InputRecord record) {
    Alert alert = read(record, Records.alert(record.key(), record.value()));
    return MqttMessage.json(topic(alert.camera(), "alerts", alert.cause().rule()), record.value());
  }

  private List<MqttMessage> snapshot(InputRecord record) {
    if (!record.key().endsWith(BOXED)) {
      return List.of();
    }
    String camera = record.headers().getOrDefault("camera", "");
    String label = record.headers().getOrDefault("label", "");
    if (!Names.isCamera(camera) || !Names.isName(label)) {
      throw unreadable(record, "expected a camera and a label as headers");
    }
    return List.of(MqttMessage.picture(topic(camera, label, "snapshot"), record.value()));
  }

  private List<MqttMessage> event(InputRecord record) {
    List<MqttMessage> messages = new ArrayList<>();
    if (SceneEventType.knows(record.type())) {
      SceneEvent event = read(record, Records.sceneEvent(record.key(), record.value()));
      if (feeds.contains(Feed.EVENTS)) {
        addStates(messages, event);
      }
      if (feeds.contains(Feed.ONVIF)) {
        messages.addAll(onvif.of(event));
      }
    } else {
      var unused = read(record, Reading.of(() -> CheckedJson.parse(record.value(), "an event")));
    }
    if (feeds.contains(Feed.EVENTS)) {
      messages.add(0, MqttMessage.json(topic("events"), record.value()));
    }
    return messages;
  }

  private static <V> V read(InputRecord record, Reading<V> reading) {
    return reading.value().orElseThrow(() -> unreadable(record, String.valueOf(reading.reason())));
  }

  private static Failure unreadable(InputRecord record, String reason) {
    return new UnreadableRecord(record, "cannot be read: " + reason);
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
    return Printable.topicLevel(name);
  }
}
