package io.vedette.console.camera;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Changes of a camera's settings as JSON objects. */
final class SettingsJson {
  private static final List<String> RULES = List.of("zones", "lines", "masks");

  private SettingsJson() {}

  /** A copy of an object; an empty object of anything else. */
  static ObjectNode copy(JsonNode given) {
    return given instanceof ObjectNode object
        ? object.deepCopy()
        : JsonNodeFactory.instance.objectNode();
  }

  /** The settings with a patch over them, by RFC 7396: null removes. */
  static ObjectNode merged(ObjectNode settings, JsonNode patch) {
    ObjectNode merged = settings.deepCopy();
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      String key = entry.getKey();
      JsonNode value = entry.getValue();
      if (value.isNull()) {
        merged.remove(key);
      } else if (value.isObject()) {
        merged.set(key, merged(copy(merged.path(key)), value));
      } else {
        merged.set(key, value);
      }
    }
    return merged;
  }

  /** The settings with these zones, lines and masks in place of all present ones. */
  static ObjectNode withRules(ObjectNode settings, JsonNode rules) {
    ObjectNode changed = settings.deepCopy();
    for (String kind : RULES) {
      JsonNode given = rules.path(kind);
      if (given.isEmpty()) {
        changed.remove(kind);
      } else {
        changed.set(kind, given);
      }
    }
    return changed;
  }
}
