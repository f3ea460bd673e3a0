package io.vedette.sink.mqtt;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.text.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The discovery messages of Home Assistant about cameras, their zones, lines, pictures and last
 * alerts: retained messages, each sent once for every connection. Confined to one thread.
 */
final class HomeAssistant {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String STATE_TOPIC = "state_topic";
  private static final String NAME = "name";

  private final @Nullable String prefix;
  private final String available;
  private final Map<String, Set<String>> described = new HashMap<>();

  /**
   * @param prefix beginning of discovery's topics; null for no discovery
   * @param available topic of the sink's availability
   */
  HomeAssistant(@Nullable String prefix, String available) {
    this.prefix = prefix;
    this.available = available;
  }

  /** Forgets all descriptions, which the broker may have lost. */
  void forget() {
    described.clear();
  }

  /** The description of a camera's state. */
  List<MqttMessage> camera(String camera, String topic) {
    ObjectNode connected = entity("connected", topic);
    connected.put("device_class", "connectivity").put("entity_category", "diagnostic");
    connected.put("value_template", "{{ 'ON' if value == 'live' else 'OFF' }}");
    return describe(camera, "binary_sensor", "connected", connected);
  }

  /** The descriptions of a zone's number of objects, and of its presence. */
  List<MqttMessage> zone(String camera, String zone, String topic) {
    ObjectNode count = entity(zone, topic);
    count.put("state_class", "measurement").put("unit_of_measurement", "objects");
    ObjectNode occupied = entity(zone + " occupied", topic);
    occupied.put("device_class", "occupancy");
    occupied.put("value_template", "{{ 'ON' if value | int > 0 else 'OFF' }}");
    List<MqttMessage> messages = new ArrayList<>(describe(camera, "sensor", "zone_" + zone, count));
    messages.addAll(describe(camera, "binary_sensor", "zone_" + zone, occupied));
    return messages;
  }

  /** The description of the number of objects that have crossed a line to one side. */
  List<MqttMessage> line(String camera, String line, String side, String topic) {
    ObjectNode count = entity(line + " to the " + side, topic);
    count.put("state_class", "total_increasing").put("unit_of_measurement", "objects");
    return describe(camera, "sensor", "line_" + line + "_" + side, count);
  }

  /** The description of a camera's last alert. */
  List<MqttMessage> alert(String camera, String topic) {
    ObjectNode last = entity("last alert", topic);
    last.put("icon", "mdi:bell-ring");
    return describe(camera, "sensor", "last_alert", last);
  }

  /** The description of the best picture of the last object of a label. */
  List<MqttMessage> picture(String camera, String label, String topic) {
    ObjectNode picture = MAPPER.createObjectNode();
    picture.put(NAME, "last " + label).put("image_topic", topic).put("content_type", "image/jpeg");
    return describe(camera, "image", "last_" + label, picture);
  }

  /** The messages that remove a camera's descriptions. */
  List<MqttMessage> gone(String camera) {
    return described.getOrDefault(camera, Set.of()).stream()
        .map(topic -> new MqttMessage(topic, "application/json", new byte[0], true))
        .toList();
  }

  private static ObjectNode entity(String name, String topic) {
    return MAPPER.createObjectNode().put(NAME, name).put(STATE_TOPIC, topic);
  }

  private List<MqttMessage> describe(String camera, String kind, String object, ObjectNode entity) {
    String node = "vedette_" + id(camera);
    String topic = "%s/%s/%s/%s/config".formatted(prefix, kind, node, id(object));
    if (prefix == null
        || !described.computeIfAbsent(camera, any -> new LinkedHashSet<>()).add(topic)) {
      return List.of();
    }
    entity.put("unique_id", node + "_" + kind + "_" + id(object));
    entity.put("availability_topic", available);
    ObjectNode device = entity.putObject("device");
    device.putArray("identifiers").add(node);
    device.put(NAME, camera).put("manufacturer", "Vedette").put("model", "camera");
    entity.putObject("origin").put(NAME, "Vedette").put("sw_version", Version.words());
    byte[] json = entity.toString().getBytes(StandardCharsets.UTF_8);
    return List.of(new MqttMessage(topic, "application/json", json, true));
  }

  /**
   * The id of a name, of letters, digits, _ and -; a name with other characters gets a number of
   * its own.
   */
  private static String id(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_-]", "_");
    return plain.equals(name)
        ? plain
        : plain + "_" + String.format(Locale.ROOT, "%08x", name.hashCode());
  }
}
