package io.vedette.sink.mqtt;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.event.DetectionJson;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEvent.LineFact;
import io.vedette.event.scene.SceneEvent.ZoneFact;
import io.vedette.event.scene.TrackSummary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The conversion of events to ONVIF's JSON over MQTT (payload prefix {@code onvif-ej}): topics and
 * items of its Analytics specification, topic structure and payload of its Core specification, the
 * camera's id as its video source. Properties are retained without an operation; a removed one is
 * an empty message. Immutable.
 */
final class OnvifEvents {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String ENGINE = "RuleEngine/";
  private static final String OBJECT = "ObjectDetection/Object";
  private static final String LOITERING = "LoiteringDetector/ObjectIsLoitering";
  private static final String CONFIGURATION = "vedette";
  private static final Set<String> VEHICLES =
      Set.of("car", "truck", "bus", "van", "motorcycle", "vehicle");
  private static final Set<String> ANIMALS =
      Set.of("dog", "cat", "bird", "horse", "sheep", "cow", "bear", "animal");

  private final String prefix;

  OnvifEvents(String prefix) {
    this.prefix = prefix;
  }

  /**
   * One notification.
   *
   * @param topic the topic without the namespace
   * @param rule the zone's or line's name, or that of the fixed rule
   * @param isProperty whether it is a lasting state, not a single event
   * @param data the values by name; none when the property is removed
   */
  private record Notification(
      String topic, String rule, boolean isProperty, Map<String, Object> data) {
    static Notification happened(String topic, String rule, Map<String, Object> data) {
      return new Notification(topic, rule, false, data);
    }

    static Notification state(String topic, String rule, Map<String, Object> data) {
      return new Notification(topic, rule, true, data);
    }
  }

  /** The messages of an event; none where ONVIF has no topic for it. */
  List<MqttMessage> of(SceneEvent event) {
    return notifications(event).stream().map(notice -> message(event, notice)).toList();
  }

  private static List<Notification> notifications(SceneEvent event) {
    return switch (event.type()) {
      case TRACK_STARTED -> List.of(Notification.happened(OBJECT, "objects", object(event)));
      case TRACK_UPDATED, TRACK_ENDED -> List.of();
      case LINE_CROSSED -> event.line() == null ? List.of() : crossed(event, event.line());
      default -> event.zone() == null ? List.of() : inZone(event, event.zone());
    };
  }

  private static List<Notification> crossed(SceneEvent event, LineFact line) {
    boolean isToLeft = line.direction().equals("left");
    Map<String, Object> data = object(event);
    data.put("vedette:Direction", isToLeft ? "Left" : "Right");
    return List.of(
        Notification.happened("LineDetector/Crossed", line.name(), data),
        Notification.state(
            "CountAggregation/Counter",
            line.name() + (isToLeft ? "-left" : "-right"),
            Map.of("Count", isToLeft ? line.toLeft() : line.toRight())));
  }

  private static List<Notification> inZone(SceneEvent event, ZoneFact zone) {
    return switch (event.type()) {
      case ZONE_ENTERED -> List.of(inside(zone, object(event)), occupancy(zone));
      case ZONE_LEFT -> left(zone);
      case ZONE_LOITERING ->
          List.of(Notification.state(LOITERING, zone.name(), since(event, zone)));
      default -> List.of(occupancy(zone));
    };
  }

  private static List<Notification> left(ZoneFact zone) {
    List<Notification> notices =
        new ArrayList<>(List.of(inside(zone, new LinkedHashMap<>()), occupancy(zone)));
    if (zone.objects() == 0) {
      notices.add(Notification.state(LOITERING, zone.name(), Map.of()));
    }
    return notices;
  }

  private static Notification inside(ZoneFact zone, Map<String, Object> object) {
    object.put("IsInside", zone.objects() > 0);
    return Notification.state("FieldDetector/ObjectsInside", zone.name(), object);
  }

  private static Notification occupancy(ZoneFact zone) {
    return Notification.state(
        "CountAggregation/OccupancyCounter", zone.name(), Map.of("Count", zone.objects()));
  }

  private static Map<String, Object> since(SceneEvent event, ZoneFact zone) {
    Map<String, Object> data = object(event);
    data.put("Since", DetectionJson.time(zone.since() == null ? event.at() : zone.since()));
    return data;
  }

  /** The object of an event. */
  private static Map<String, Object> object(SceneEvent event) {
    Map<String, Object> data = new LinkedHashMap<>();
    TrackSummary track = event.track();
    if (track != null) {
      data.put("ObjectId", Long.toString(track.number()));
      data.put("ClassTypes", classType(track.label()));
    }
    return data;
  }

  private MqttMessage message(SceneEvent event, Notification notice) {
    byte[] payload = notice.data.isEmpty() ? new byte[0] : payload(event, notice);
    return new MqttMessage(topic(event, notice), "application/json", payload, notice.isProperty);
  }

  private static byte[] payload(SceneEvent event, Notification notice) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("UtcTime", DetectionJson.time(event.at()));
    json.putObject("Source")
        .put("VideoSource", event.camera())
        .put("AnalyticsConfiguration", CONFIGURATION)
        .put("Rule", notice.rule);
    ObjectNode data = json.putObject("Data");
    notice.data.forEach((name, value) -> data.putPOJO(name, value));
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The topic, with the source's values at its end, in the payload's order. */
  private String topic(SceneEvent event, Notification notice) {
    return String.join(
        "/",
        prefix,
        MqttLayout.level(event.camera()),
        "onvif-ej",
        ENGINE + notice.topic,
        "&" + MqttLayout.level(event.camera()),
        CONFIGURATION,
        MqttLayout.level(notice.rule));
  }

  /** ONVIF's class for a label. */
  private static String classType(String label) {
    String word = label.toLowerCase(Locale.ROOT);
    if (word.equals("person")) {
      return "Human";
    }
    if (word.equals("bicycle")) {
      return "Bicycle";
    }
    if (VEHICLES.contains(word)) {
      return "Vehicle";
    }
    return ANIMALS.contains(word) ? "Animal" : "Other";
  }
}
