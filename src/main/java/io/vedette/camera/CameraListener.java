package io.vedette.camera;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Told how a camera is doing, on the camera's thread; must not block. */
@FunctionalInterface
public interface CameraListener {
  /** What a camera is doing. */
  enum State {
    CONNECTING,
    LIVE,
    /** Waits before it tries again. */
    FAILED,
    /** A file that is read to its end. */
    ENDED;

    /** The word used in records. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The camera does something else now.
   *
   * @param failure why, when {@link State#FAILED}, else null
   */
  void changed(String camera, State state, @Nullable CameraFailure failure);
}
