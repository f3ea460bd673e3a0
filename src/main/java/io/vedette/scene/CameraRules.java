package io.vedette.scene;

import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;
import io.vedette.rule.RuleSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The rules in a camera's entry of the settings: its zones, lines, masks, and the interval of track
 * updates. The rest of the entry, its secrets above all, is only for nodes that read the camera.
 * Thread-safe.
 */
public final class CameraRules {
  private CameraRules() {}

  /** The rules of a camera whose entry has none. */
  public static RuleSettings none() {
    return Settings.defaults(RuleSettings.class);
  }

  /**
   * The rules of an entry as JSON.
   *
   * @throws IllegalArgumentException with all that is wrong, in one line
   */
  public static RuleSettings parse(String camera, byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    try {
      return new Settings(Map.of())
          .lenient()
          .allowing(List.of()) // no node that needs only the rules reads a secret
          .json("", text, "camera " + camera)
          .bindPart(RuleSettings.class);
    } catch (InvalidSettings e) {
      String problems =
          e.problems().stream().map(Object::toString).collect(Collectors.joining("; "));
      throw new IllegalArgumentException("rules of camera " + camera + ": " + problems, e);
    }
  }
}
