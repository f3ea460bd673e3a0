package io.vedette.plan;

import io.vedette.geometry.Size;
import io.vedette.text.NumberWords;
import java.time.Duration;

/**
 * The demand: the cameras to be watched. Immutable.
 *
 * @param cameras number of cameras
 * @param fps frames taken of each per second
 * @param cameraFps frames each sends per second, all of which are decoded
 * @param size the size of its pictures
 * @param replicas number of copies of each record
 * @param retention the time for which frames are kept
 * @param headroom part of each machine that is left free for peaks, 0–1
 * @param motion share of the frames taken that a motion gate lets pass, 0–1
 */
public record Demand(
    int cameras,
    double fps,
    double cameraFps,
    Size size,
    int replicas,
    Duration retention,
    double headroom,
    double motion) {
  public Demand {
    require(cameras >= 1, "cameras: expected at least 1, found " + cameras);
    Figures.positive("fps", fps);
    Figures.positive("camera-fps", cameraFps);
    require(
        cameraFps >= fps, "camera-fps: expected at least fps, found " + NumberWords.of(cameraFps));
    require(replicas >= 1, "replicas: expected at least 1, found " + replicas);
    require(
        headroom >= 0 && headroom < 1,
        "headroom: expected 0 to below 1, found " + NumberWords.of(headroom));
    require(
        motion > 0 && motion <= 1,
        "motion: expected above 0 to 1, found " + NumberWords.of(motion));
  }

  /** The demand with another number of copies. */
  Demand withReplicas(int copies) {
    return new Demand(cameras, fps, cameraFps, size, copies, retention, headroom, motion);
  }

  /** Frames of all cameras per second that are published and inferred. */
  public double framesPerSecond() {
    return cameras * fps * motion;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
