package io.vedette.camera.setting;

import io.vedette.camera.motion.MotionSettings;
import io.vedette.config.Inline;
import io.vedette.config.Setting;
import io.vedette.config.TlsSettings;
import java.nio.file.Files;
import java.time.Duration;

/**
 * The settings by which one camera is read. Immutable.
 *
 * @param url the address of the pictures; see {@link SourceUrl}
 * @param priority rank under overload: frames of cameras with a lower one are dropped first
 * @param timeout the longest time for connecting, and without data while connected
 * @param tls settings for rtsps and https
 */
public record CameraSettings(
    String url,
    @Setting(value = "tcp", doc = "How RTSP carries pictures: tcp, or udp.") Transport transport,
    @Inline FrameSettings frames,
    MotionSettings motion,
    @Setting(
            value = "0",
            doc = "Importance; under overload, cameras with a lower priority give way first.")
        int priority,
    @Setting(value = "true", doc = "Whether the camera is read.") boolean enabled,
    @Setting(value = "10s", doc = "Longest time to connect, and longest time without data.")
        Duration timeout,
    @Setting(
            value = "software",
            doc = "software, or a hardware decoder that is tried first: cuda, vaapi, qsv, vulkan …")
        String decoder,
    @Setting(
            value = "real-time",
            doc = "Video files: real-time, real-time-loop, fast or fast-loop.")
        Pace pace,
    TlsSettings tls) {

  /** The lower transport of RTSP. */
  public enum Transport {
    TCP,
    UDP
  }

  /** The pace of a video file: how fast it is read, and whether it begins again at its end. */
  public enum Pace {
    REAL_TIME,
    REAL_TIME_LOOP,
    FAST,
    FAST_LOOP;

    public boolean isLooped() {
      return this == REAL_TIME_LOOP || this == FAST_LOOP;
    }

    public boolean isRealTime() {
      return this == REAL_TIME || this == REAL_TIME_LOOP;
    }
  }

  public CameraSettings {
    if (timeout.toMillis() < 100) {
      throw new IllegalArgumentException(
          "timeout: expected at least 100ms, found " + timeout.toMillis() + "ms");
    }
    SourceUrl.given(url, Files::exists); // refuses what is none
  }

  /** The same settings for another address. */
  public CameraSettings withUrl(String other) {
    return new CameraSettings(
        other, transport, frames, motion, priority, enabled, timeout, decoder, pace, tls);
  }

  /** The same settings with another time-out. */
  public CameraSettings withTimeout(Duration other) {
    return new CameraSettings(
        url, transport, frames, motion, priority, enabled, other, decoder, pace, tls);
  }

  /** The same settings with another motion gate. */
  public CameraSettings withMotion(MotionSettings other) {
    return new CameraSettings(
        url, transport, frames, other, priority, enabled, timeout, decoder, pace, tls);
  }
}
