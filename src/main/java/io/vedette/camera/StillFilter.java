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
 * The filter that applies a motion gate to one session's pictures: which are dropped as still, and
 * which motion the others have. Confined to the camera's thread; caller closes.
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
   * Judges the next picture; null when it is to be left out.
   *
   * @param untilNext µs until the next is to be expected; 0 where that is as usual
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

  /** For how long pictures may be held back, undecoded; zero while something moves. */
  Duration longestHeld() {
    return settings.lazyDecoding() && gate.isStill() ? settings.refresh() : Duration.ZERO;
  }

  /** Whether something may have changed in a picture; it is still to be judged. */
  boolean hasChanged(DecodedPicture picture) {
    byte[] luma = grid.read(picture.picture());
    return gate.hasChanged(luma, grid.cells());
  }

  /** Leaves out pictures that were not decoded, since nothing happened up to the next one. */
  void passOver(long pictures) {
    still += pictures;
    gate.passOver();
  }

  /** How many pictures in a row were left out by now; they count no longer. */
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
