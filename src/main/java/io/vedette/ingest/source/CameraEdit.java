package io.vedette.ingest.source;

import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;

/** A wanted change of a camera's settings, from a command or from the console. */
public final class CameraEdit {
  private CameraEdit() {}

  /**
   * The settings as a record holds them, free of secrets; references may stand for nothing here.
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
