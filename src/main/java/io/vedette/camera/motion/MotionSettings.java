package io.vedette.camera.motion;

import io.vedette.config.Limits;
import io.vedette.config.Setting;
import io.vedette.geometry.RelativePolygon;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of the motion gate. Immutable.
 *
 * @param masks polygons by name
 */
public record MotionSettings(
    @Setting(
            value = "true",
            doc =
                "Whether frames in which nothing moves are left out; of video files, only at"
                    + " pace real-time or real-time-loop.")
        boolean enabled,
    @Setting(value = "normal", doc = "Sensitivity to small changes: low, normal or high.")
        Sensitivity sensitivity,
    @Setting(value = "2s", doc = "A frame is sent at least this often, 200ms–4s.") Duration refresh,
    @Setting(
            value = "true",
            doc =
                "Whether only key frames are decoded while nothing moves, if one comes at least"
                    + " every two seconds; the packets between them are decoded once something"
                    + " happens.")
        boolean lazyDecoding,
    @Setting(
            value = "",
            doc =
                "Parts of the picture, by name, where movement is ignored, as x,y x,y …;"
                    + " besides the camera's masks for motion.")
        Map<String, String> masks) {
  private static final Duration SHORTEST = Duration.ofMillis(200);
  // Less than track.tracker.max-gap, after which all tracks end.
  private static final Duration LONGEST = Duration.ofSeconds(4);
  private static final int DIGITS = 8;

  /** The least change that counts as motion. */
  public enum Sensitivity {
    LOW(18),
    NORMAL(10),
    HIGH(6);

    private final int levels;

    Sensitivity(int levels) {
      this.levels = levels;
    }

    /** The least change of brightness that counts, of 255. */
    int levels() {
      return levels;
    }
  }

  public MotionSettings {
    masks = Map.copyOf(masks);
    Limits.require(
        refresh.compareTo(SHORTEST) >= 0 && refresh.compareTo(LONGEST) <= 0,
        "refresh",
        "200ms–4s",
        refresh);
    masks.forEach(MotionSettings::requirePolygon);
  }

  private static void requirePolygon(String name, String polygon) {
    try {
      RelativePolygon.parse(polygon);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("masks." + name + ": " + e.getMessage(), e);
    }
  }

  /** The same settings with further masks; none replaces one of the same name. */
  public MotionSettings withMasks(Map<String, String> others) {
    Map<String, String> all = new TreeMap<>(masks);
    others.forEach((name, polygon) -> all.put("masks." + name, polygon));
    return new MotionSettings(enabled, sensitivity, refresh, lazyDecoding, all);
  }

  List<RelativePolygon> areas() {
    return new TreeMap<>(masks).values().stream().map(RelativePolygon::parse).toList();
  }

  /** A short digest of these settings and of the gate's version: equal for equal ones. */
  public String digest() {
    String text =
        "%d;%s;%d;%s"
            .formatted(
                MotionGate.VERSION, sensitivity, refresh.toMillis(), new TreeMap<>(masks).values());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
