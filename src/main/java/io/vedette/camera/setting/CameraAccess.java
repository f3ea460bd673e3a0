package io.vedette.camera.setting;

import io.vedette.camera.address.AllowSettings;
import io.vedette.camera.link.LimitSettings;
import io.vedette.config.DataSize;

/** The allowed addresses of a node's cameras, and the limits of each. Immutable. */
public record CameraAccess(AllowSettings allow, LimitSettings limits) {
  /** The defaults. */
  public static final CameraAccess DEFAULTS =
      new CameraAccess(AllowSettings.DEFAULTS, LimitSettings.DEFAULTS);

  /**
   * The access for files that a person names: with memory for the largest pictures that can be
   * decoded.
   */
  public static final CameraAccess OF_FILES =
      new CameraAccess(
          AllowSettings.DEFAULTS,
          new LimitSettings(
              LimitSettings.DEFAULTS.pictureBytes(),
              LimitSettings.DEFAULTS.bytesPerSecond(),
              DataSize.parse("2GiB")));
}
