package io.vedette.ingest.source;

import io.vedette.camera.setting.CameraSettings;
import io.vedette.config.Inline;
import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;
import io.vedette.rule.RuleSettings;
import io.vedette.validation.Names;
import java.util.List;
import java.util.Map;

/**
 * One camera in the settings and in the cameras topic: the settings for reading it and its rules in
 * one group. Immutable.
 */
public record CameraEntry(@Inline CameraSettings camera, @Inline RuleSettings rules) {
  /** The form of an id, in words. */
  public static final String IDS = Names.CAMERA;

  /** The settings for reading the camera, its masks for motion included. */
  public CameraSettings reading() {
    Map<String, String> masks = rules.motionMasks();
    return masks.isEmpty() ? camera : camera.withMotion(camera.motion().withMasks(masks));
  }

  /** Whether a camera can have this id: it is a key of settings, records and paths. */
  public static boolean isId(String id) {
    return Names.isCamera(id);
  }

  /**
   * Reads the JSON of a record, references resolved by the variables of this node.
   *
   * @throws InvalidSettings with everything that is wrong
   */
  public static CameraEntry resolve(String id, String json, Map<String, String> variables) {
    return new Settings(variables).json("", json, "camera " + id).bind(CameraEntry.class);
  }

  /**
   * Reads the JSON of a record that comes from elsewhere.
   *
   * @param allowed the variables, files and folders that it may refer to
   * @throws InvalidSettings with everything that is wrong
   */
  public static CameraEntry resolve(
      String id, String json, Map<String, String> variables, List<String> allowed) {
    return new Settings(variables)
        .allowing(allowed)
        .json("", json, "camera " + id)
        .bind(CameraEntry.class);
  }

  /**
   * Reads the JSON of a record that comes from elsewhere, but whose URL is that of this node's
   * settings: the URL may refer to everything, the other settings only to what is allowed.
   *
   * @throws InvalidSettings with everything that is wrong
   */
  static CameraEntry resolveWithOwnUrl(
      String id, String json, Map<String, String> variables, List<String> allowed) {
    return new Settings(variables)
        .allowing(allowed)
        .trusting("url")
        .json("", json, "camera " + id)
        .bind(CameraEntry.class);
  }
}
