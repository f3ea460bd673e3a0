package io.vedette.simulator.video;

import static io.vedette.config.Limits.require;

import io.vedette.config.DataSize;
import io.vedette.config.Setting;
import io.vedette.geometry.Size;
import io.vedette.simulator.street.SceneKind;

/**
 * The settings of synthetic cameras' video. Immutable.
 *
 * @param width the picture's width, even, 192–4096
 * @param height the picture's height, even, 108–2304
 * @param fps frames per second, 1–60
 * @param bitrate bytes per second that the encoder aims at; 0 chooses by size and rate
 * @param keyInterval seconds from one key frame to the next
 * @param scenes number of different streets that are recorded; further cameras share them, each a
 *     little later than the other
 * @param live whether every camera draws and encodes frames of its own for ever, while somebody
 *     watches, instead of repeating a recording
 * @param scene the kind of all cameras' scenes
 */
public record VideoSettings(
    @Setting(value = "1280", doc = "Width of the picture in pixels.") int width,
    @Setting(value = "720", doc = "Height of the picture in pixels.") int height,
    @Setting(value = "15", doc = "Frames per second.") double fps,
    @Setting(value = "0B", doc = "Bytes per second; 0 chooses by size and rate.") DataSize bitrate,
    @Setting(value = "1", doc = "Seconds from one key frame to the next.") double keyInterval,
    @Setting(value = "4", doc = "Different streets; further cameras share them.") int scenes,
    @Setting(value = "false", doc = "Draw each camera's frames live instead of a loop.")
        boolean live,
    @Setting(value = "street", doc = "What the cameras show.") SceneKind scene) {

  /** Cameras that show streets. */
  public VideoSettings(
      int width,
      int height,
      double fps,
      DataSize bitrate,
      double keyInterval,
      int scenes,
      boolean live) {
    this(width, height, fps, bitrate, keyInterval, scenes, live, SceneKind.STREET);
  }

  public VideoSettings {
    require(width % 2 == 0 && width >= 192 && width <= 4096, "width", "even, 192 to 4096", width);
    require(
        height % 2 == 0 && height >= 108 && height <= 2304, "height", "even, 108 to 2304", height);
    require(fps >= 1 && fps <= 60, "fps", "1 to 60", fps);
    require(keyInterval > 0 && keyInterval <= 60, "key-interval", "up to 60", keyInterval);
    require(scenes >= 1 && scenes <= 256, "scenes", "1 to 256", scenes);
  }

  /** The defaults at a size and rate. */
  public static VideoSettings of(Size size, double fps) {
    return new VideoSettings(size.width(), size.height(), fps, new DataSize(0), 1, 4, false);
  }

  public Size size() {
    return new Size(width, height);
  }

  /** Frames from one key frame to the next. */
  int keyFrames() {
    return (int) Math.max(1, Math.round(fps * keyInterval));
  }

  /** The encoder's target; about a tenth of a bit per pixel unless set. */
  long bitsPerSecond() {
    long chosen = 8 * bitrate.bytes();
    return chosen > 0 ? chosen : Math.max(250_000, Math.round(0.11 * size().area() * fps));
  }
}
