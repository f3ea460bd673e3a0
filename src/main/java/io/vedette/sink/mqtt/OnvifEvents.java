package io.vedette.sink.mqtt;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.event.DetectionJson;
import io.vedette.event.SceneEvent;
import io.vedette.event.SceneEvent.LineFact;
import io.vedette.event.SceneEvent.ZoneFact;
import io.vedette.event.TrackStory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Events as ONVIF's JSON over MQTT (payload prefix {@code onvif-ej}): the topics of its Analytics
 * specification, the camera's id as the token of its video source. Immutable.
 */
final class OnvifEvents {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String ENGINE = "RuleEngine/";
  private static final String CONFIGURATION = "vedette";
  private static final Set<String> VEHICLES =
      Set.of("car", "truck", "bus", "van", "motorcycle", "bicycle", "vehicle");
  private static final Set<String> ANIMALS =
      Set.of("dog", "cat", "bird", "horse", "sheep", "cow", "bear", "animal");

  private final String prefix;

  OnvifEvents(String prefix) {
    this.prefix = prefix;
  }

  /**
   * One notification.
   *
   * @param topic without the namespace
   * @param rule the zone's or line's name, or the rule that is always there
   * @param operation of a property: Initialized, Changed or Deleted; null for what only happens
   * @param data by name
   */
  private record Notification(
      String topic, String rule, @Nullable String operation, Map<String, Object> data) {}

  /** The messages of an event; none for what ONVIF has no topic for. */
  List<MqttMessage> of(SceneEvent event) {
    return notifications(event).stream().map(notice -> message(event, notice)).toList();
  }

  private static List<Notification> notifications(SceneEvent event) {
    return switch (event.type()) {
      case TRACK_STARTED -> List.of(object(event, "Initialized"));
      case TRACK_ENDED -> List.of(object(event, "Deleted"));
      case TRACK_UPDATED -> List.of();
      case LINE_CROSSED -> crossed(event);
      case ZONE_ENTERED -> inside(event, true);
      case ZONE_LEFT -> inside(event, false);
      case ZONE_LOITERING -> loitering(event);
      case ZONE_CROWDED, ZONE_EASED, ZONE_DESERTED -> occupancy(event);
    };
  }

  private static Notification object(SceneEvent event, String operation) {
    TrackStory track = event.track();
    String label = track == null ? "" : track.label();
    return new Notification(
        "ObjectDetection/Object", "objects", operation, Map.of("ClassTypes", classType(label)));
  }

  private static List<Notification> crossed(SceneEvent event) {
    LineFact line = event.line();
    TrackStory track = event.track();
    if (line == null || track == null) {
      return List.of();
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("ObjectId", track.number());
    data.put("ClassTypes", classType(track.label()));
    data.put("Direction", line.direction().equals("left") ? "Left" : "Right");
    boolean isToLeft = line.direction().equals("left");
    return List.of(
        new Notification("LineDetector/Crossed", line.name(), null, data),
        new Notification(
            "CountAggregation/Counter",
            line.name() + (isToLeft ? "-left" : "-right"),
            "Changed",
            Map.of("Count", isToLeft ? line.toLeft() : line.toRight())));
  }

  private static List<Notification> inside(SceneEvent event, boolean isInside) {
    ZoneFact zone = event.zone();
    if (zone == null) {
      return List.of();
    }
    List<Notification> notices = new ArrayList<>();
    notices.add(
        new Notification(
            "FieldDetector/ObjectsInside", zone.name(), "Changed", Map.of("IsInside", isInside)));
    notices.addAll(occupancy(event));
    return notices;
  }

  private static List<Notification> loitering(SceneEvent event) {
    ZoneFact zone = event.zone();
    if (zone == null || zone.since() == null) {
      return List.of();
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("Since", DetectionJson.time(zone.since()));
    data.put("TimeStamp", DetectionJson.time(event.at()));
    return List.of(
        new Notification("LoiteringDetector/ObjectIsLoitering", zone.name(), "Changed", data));
  }

  private static List<Notification> occupancy(SceneEvent event) {
    ZoneFact zone = event.zone();
    return zone == null
        ? List.of()
        : List.of(
            new Notification(
                "CountAggregation/OccupancyCounter",
                zone.name(),
                "Changed",
                Map.of("Count", zone.objects())));
  }

  private MqttMessage message(SceneEvent event, Notification notice) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("UtcTime", DetectionJson.time(event.at()));
    if (notice.operation != null) {
      json.put("PropertyOperation", notice.operation);
    }
    json.putObject("Source")
        .put("VideoSourceConfigurationToken", event.camera())
        .put("VideoAnalyticsConfigurationToken", CONFIGURATION)
        .put("Rule", notice.rule);
    if (isAboutObject(event, notice)) {
      json.putObject("Key").put("ObjectId", String.valueOf(number(event)));
    }
    ObjectNode data = json.putObject("Data");
    notice.data.forEach((name, value) -> data.putPOJO(name, value));
    return MqttMessage.json(topic(event, notice), json.toString().getBytes(StandardCharsets.UTF_8));
  }

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

  /** Counts are properties of their rule, all else of an object. */
  private static boolean isAboutObject(SceneEvent event, Notification notice) {
    return event.track() != null
        && notice.operation != null
        && !notice.topic.startsWith("CountAggregation");
  }

  private static long number(SceneEvent event) {
    TrackStory track = event.track();
    return track == null ? 0 : track.number();
  }

  /** ONVIF's word for a label. */
  private static String classType(String label) {
    String word = label.toLowerCase(Locale.ROOT);
    if (word.equals("person")) {
      return "Human";
    }
    if (VEHICLES.contains(word)) {
      return "Vehicle";
    }
    return ANIMALS.contains(word) ? "Animal" : "Other";
  }
}
