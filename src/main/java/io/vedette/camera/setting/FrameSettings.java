package io.vedette.camera.setting;

import io.vedette.config.Limits;
import io.vedette.config.Setting;

/**
 * The settings by which frames are sampled and encoded. Immutable.
 *
 * @param fps wanted frames per second of video; 0 for all
 * @param width the width in pixels to which wider pictures are scaled down; 0 for no limit
 * @param quality of the JPEGs, 1–100
 */
public record FrameSettings(
    @Setting(value = "5", doc = "Frames sampled per second; 0 takes all.") double fps,
    @Setting(value = "0", doc = "Largest width of frames in pixels; 0 keeps the camera's.")
        int width,
    @Setting(value = "80", doc = "Quality of the JPEGs, 1–100.") int quality) {
  private static final int MOST_FPS = 240;
  private static final int WIDEST = 16_384;
  private static final int BEST_QUALITY = 100;

  public FrameSettings {
    within("fps", fps, 0, MOST_FPS);
    within("width", width, 0, WIDEST);
    within("quality", quality, 1, BEST_QUALITY);
  }

  private static void within(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s: expected %.0f–%.0f, found %s".formatted(key, least, most, Limits.shown(value)));
    }
  }
}
