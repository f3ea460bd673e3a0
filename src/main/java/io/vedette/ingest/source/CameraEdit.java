package io.vedette.ingest.source;

import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;

/** The check of a camera's settings that a command or the console wants to write. */
public final class CameraEdit {
  private CameraEdit() {}

  /**
   * The settings in the form of a record, free of secrets; references may be undefined on this
   * node.
   *
   * @throws InvalidSettings with everything that is wrong
   */
  public static String checked(String id, Settings settings) {
    String json = settings.json();
    settings.lenient().bind(CameraEntry.class);
    if (CameraSecrets.isIn(settings.text("url"))) {
      throw InvalidSettings.of(
          "url",
          "camera %s: expected ${NAME} in place of the password, found a password; set a variable on the node that reads the camera"
              .formatted(id));
    }
    return json;
  }
}
