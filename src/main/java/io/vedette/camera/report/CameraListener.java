package io.vedette.camera.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A listener for changes of a camera's state, called on the camera's thread; must not block. */
@FunctionalInterface
public interface CameraListener {
  /** The states of a camera's reader. */
  enum State {
    CONNECTING,
    LIVE,
    /** Waits before it tries again. */
    FAILED,
    /** A file that is read to its end, or cannot be read. */
    ENDED;

    /** The word used in records. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Notes that a camera changed its state.
   *
   * @param failure the reason for {@link State#FAILED}, or the damage of a file that ended; else
   *     null
   */
  void changed(String camera, State state, @Nullable CameraFailure failure);
}
