package io.vedette.sink.mqtt;

import io.vedette.event.Alert;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.OperationEvent;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventType;
import io.vedette.runtime.Failure;
import io.vedette.sink.delivery.UnreadableRecord;
import io.vedette.sink.mqtt.MqttSettings.Feed;
import io.vedette.text.Printable;
import io.vedette.transport.record.Records;
import io.vedette.transport.relay.InputRecord;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Names;
import io.vedette.validation.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The messages of a record, and their topics. Confined to one thread. */
final class MqttLayout {
  private static final String SNAPSHOT = "io.vedette.snapshot.v1";
  private static final String BOXED = "/boxed";
  private static final int LONGEST_WORDS = 255; // of a state in Home Assistant

  private final String prefix;
  private final Set<Feed> feeds;
  private final OnvifEvents onvif;
  private final HomeAssistant discovery;

  /**
   * @param sink the sink's name
   */
  MqttLayout(String sink, MqttSettings settings) {
    this.prefix = settings.prefix();
    this.discovery = new HomeAssistant(settings.discovery(), available(sink));
    this.feeds = Set.copyOf(settings.publish());
    this.onvif = new OnvifEvents(prefix);
  }

  /**
   * The messages of a record, in order.
   *
   * @throws Failure of action SKIP when it is not of its type
   */
  List<MqttMessage> messages(InputRecord record) {
    return switch (record.type()) {
      case Alert.TYPE -> alert(record);
      case SNAPSHOT -> snapshot(record);
      default -> event(record);
    };
  }

  /** Forgets all retained messages, which the broker may have lost. */
  void reconnected() {
    discovery.forget();
  }

  /**
   * The topic that holds {@code online} as long as a node with this sink is connected, else {@code
   * offline}.
   */
  String available(String sink) {
    return topic("available", sink);
  }

  private List<MqttMessage> alert(InputRecord record) {
    Alert alert = read(record, Records.alert(record.key(), record.value()));
    String last = topic(alert.camera(), "alert");
    List<MqttMessage> messages = new ArrayList<>();
    messages.add(
        MqttMessage.json(topic(alert.camera(), "alerts", alert.cause().rule()), record.value()));
    messages.addAll(discovery.alert(alert.camera(), last));
    messages.add(MqttMessage.state(last, Printable.line(alert.words(), LONGEST_WORDS)));
    return messages;
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
    String topic = topic(camera, label, "snapshot");
    List<MqttMessage> messages = new ArrayList<>(discovery.picture(camera, label, topic));
    messages.add(MqttMessage.picture(topic, record.value()));
    return messages;
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
    } else if (record.type().contains(CameraStateEvent.TYPE)) {
      addState(messages, read(record, Records.operation(record.key(), record.value())));
    } else {
      var unused = read(record, Reading.of(() -> CheckedJson.parse(record.value(), "an event")));
    }
    if (feeds.contains(Feed.EVENTS)) {
      messages.add(0, MqttMessage.json(topic("events"), record.value()));
      if (Names.isCamera(record.key())) {
        messages.add(1, MqttMessage.json(topic(record.key(), "events"), record.value()));
      }
    }
    return messages;
  }

  private static <V> V read(InputRecord record, Reading<V> reading) {
    return reading.value().orElseThrow(() -> unreadable(record, String.valueOf(reading.reason())));
  }

  private static Failure unreadable(InputRecord record, String reason) {
    return new UnreadableRecord(record, "cannot be read: " + reason);
  }

  private void addState(List<MqttMessage> messages, OperationEvent event) {
    if (feeds.contains(Feed.EVENTS) && event instanceof CameraStateEvent state) {
      String topic = topic(state.camera(), "state");
      boolean isGone = state.state() == CameraState.REMOVED;
      messages.addAll(
          isGone ? discovery.gone(state.camera()) : discovery.camera(state.camera(), topic));
      messages.add(MqttMessage.state(topic, state.state().wireName()));
    }
  }

  private void addStates(List<MqttMessage> messages, SceneEvent event) {
    String camera = event.camera();
    SceneEvent.ZoneFact zone = event.zone();
    if (zone != null) {
      String topic = topic(camera, "zones", zone.name());
      messages.addAll(discovery.zone(camera, zone.name(), topic));
      messages.add(MqttMessage.state(topic, Integer.toString(zone.objects())));
    }
    SceneEvent.LineFact line = event.line();
    if (line != null) {
      addCount(messages, camera, line.name(), Map.entry("left", line.toLeft()));
      addCount(messages, camera, line.name(), Map.entry("right", line.toRight()));
    }
  }

  private void addCount(
      List<MqttMessage> messages, String camera, String line, Map.Entry<String, Long> count) {
    String topic = topic(camera, "lines", line) + "/" + count.getKey();
    messages.addAll(discovery.line(camera, line, count.getKey(), topic));
    messages.add(MqttMessage.state(topic, Long.toString(count.getValue())));
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
