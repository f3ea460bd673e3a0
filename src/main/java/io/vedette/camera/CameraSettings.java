package io.vedette.camera;

import io.vedette.config.Setting;
import java.time.Duration;

/**
 * How one camera is read. Immutable.
 *
 * @param url where the pictures come from; see {@link SourceUrl}
 * @param fps frames taken per second of video; 0 takes all
 * @param width pictures wider than this are made smaller, in proportion; 0 keeps them
 * @param quality of the JPEGs, 1–100
 * @param priority under overload, cameras of a lower one give way first
 * @param timeout for connecting, and for silence while connected
 */
public record CameraSettings(
    String url,
    @Setting(
            value = "tcp",
            doc = "How RTSP carries pictures: udp, or tcp where the camera does that.")
        Transport transport,
    @Setting(value = "5", doc = "Frames taken per second; 0 takes all.") double fps,
    @Setting(value = "0", doc = "Wider pictures are made this wide; 0 keeps their size.") int width,
    @Setting(value = "80", doc = "Quality of the JPEGs, 1–100.") int quality,
    @Setting(value = "0", doc = "Under overload, lower ones give way first.") int priority,
    @Setting(value = "true", doc = "Whether the camera is read.") boolean enabled,
    @Setting(value = "10s", doc = "Longest time to connect, and longest silence.") Duration timeout,
    @Setting(
            value = "software",
            doc = "software, or a hardware decoder to try first: cuda, vaapi, qsv, vulkan …")
        String decoder,
    @Setting(
            value = "real-time",
            doc = "Video files: real-time, real-time-loop, fast or fast-loop.")
        Pace pace) {

  /** The lower transport of RTSP. */
  public enum Transport {
    TCP,
    UDP
  }

  /** How fast a video file is read, and whether it begins again at its end. */
  public enum Pace {
    REAL_TIME,
    REAL_TIME_LOOP,
    FAST,
    FAST_LOOP;

    boolean isLooped() {
      return this == REAL_TIME_LOOP || this == FAST_LOOP;
    }

    boolean isRealTime() {
      return this == REAL_TIME || this == REAL_TIME_LOOP;
    }
  }

  private static final int MOST_FPS = 240;
  private static final int WIDEST = 16_384;
  private static final int BEST_QUALITY = 100;

  public CameraSettings {
    within("fps", fps, 0, MOST_FPS);
    within("width", width, 0, WIDEST);
    within("quality", quality, 1, BEST_QUALITY);
    if (timeout.toMillis() < 100) {
      throw new IllegalArgumentException(
          "timeout: expected at least 100ms, found " + timeout.toMillis() + "ms");
    }
    SourceUrl.parse(url); // refuses what is none
  }

  /** The same settings for another address. */
  public CameraSettings withUrl(String other) {
    return new CameraSettings(
        other, transport, fps, width, quality, priority, enabled, timeout, decoder, pace);
  }

  private static void within(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s: expected %.0f–%.0f, found %s".formatted(key, least, most, value));
    }
  }
}
