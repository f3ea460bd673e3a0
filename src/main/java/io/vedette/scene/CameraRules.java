package io.vedette.scene;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;
import io.vedette.rule.RuleSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The rules in a camera's entry of the settings: its zones, lines, masks and how often to tell of
 * them. All else in the entry is for those who read the camera. Thread-safe.
 */
public final class CameraRules {
  private static final List<String> KEYS =
      List.of("zones", "lines", "masks", "standstill", "update-every", "max-gap");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CameraRules() {}

  /** Those of a camera whose entry says nothing of any. */
  public static RuleSettings none() {
    return Settings.defaults(RuleSettings.class);
  }

  /**
   * The rules of an entry as JSON.
   *
   * @throws IllegalArgumentException with all that is wrong, in one line
   */
  public static RuleSettings parse(String camera, byte[] json) {
    Settings settings = new Settings(Map.of());
    JsonNode entry = read(camera, json);
    for (String key : KEYS) {
      if (entry.has(key)) {
        JsonNode value = entry.get(key);
        settings.put(key, value.isValueNode() ? value.asText() : value.toString(), camera);
      }
    }
    try {
      return settings.bind(RuleSettings.class);
    } catch (InvalidSettings e) {
      String problems =
          e.problems().stream().map(Object::toString).collect(Collectors.joining("; "));
      throw new IllegalArgumentException("rules of camera " + camera + ": " + problems, e);
    }
  }

  private static JsonNode read(String camera, byte[] json) {
    try {
      JsonNode entry = MAPPER.readTree(json);
      if (entry.isObject()) {
        return entry;
      }
    } catch (IOException e) {
      // told below: what it is instead is not worth more words
    }
    throw new IllegalArgumentException(
        "settings of camera %s: expected a JSON object, found \"%.60s\""
            .formatted(camera, new String(json, StandardCharsets.UTF_8)));
  }
}
