package io.vedette.camera;

import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.camera.motion.MotionGate;
import io.vedette.camera.motion.MotionSettings;
import io.vedette.frame.Motion;
import io.vedette.picture.LumaGrid;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The filter that applies a motion gate to one session's pictures: it drops still ones, and notes
 * the motion in the others. Confined to the camera's thread; caller closes.
 */
final class StillFilter implements AutoCloseable {
  private static final Duration SPARSE_REFRESH = Duration.ofSeconds(4);

  private final MotionSettings settings;
  private final MotionGate gate;
  private final LumaGrid grid = new LumaGrid();
  private final String digest;
  private long still;

  StillFilter(MotionSettings settings) {
    this.settings = settings;
    this.gate = new MotionGate(settings);
    this.digest = settings.digest();
  }

  /**
   * Returns the motion in the next picture; null when the picture is to be dropped as still.
   *
   * @param untilNext expected time until the next picture, in µs; 0 for about the usual time
   */
  @Nullable Motion judge(DecodedPicture picture, SendingLimit present, long untilNext) {
    byte[] luma = grid.read(picture.picture());
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, picture.capturedAt());
    Duration refresh = present.isSparse() ? SPARSE_REFRESH : settings.refresh();
    gate.expectNextIn(untilNext);
    MotionGate.Verdict verdict = gate.judge(luma, grid.cells(), micros, refresh);
    if (!verdict.isSent()) {
      still++;
      return null;
    }
    boolean isWhole = verdict.isWhole() || present.isSparse();
    return new Motion(verdict.moving(), isWhole, takeStill(), digest);
  }

  /** The longest time for which pictures may be held back undecoded; zero while something moves. */
  Duration longestHeld() {
    return settings.lazyDecoding() && gate.isStill() ? settings.refresh() : Duration.ZERO;
  }

  /** Whether a picture may show a change; {@link #judge} is still to be called for it. */
  boolean hasChanged(DecodedPicture picture) {
    byte[] luma = grid.read(picture.picture());
    return gate.hasChanged(luma, grid.cells());
  }

  /** Drops pictures as still that were not decoded, since nothing moved up to the next one. */
  void passOver(long pictures) {
    still += pictures;
    gate.passOver();
  }

  /** Returns the number of pictures dropped since the last call. */
  long takeStill() {
    long taken = still;
    still = 0;
    return taken;
  }

  @Override
  public void close() {
    grid.close();
  }
}
