package io.vedette.camera.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A listener for changes of a camera's state, called on the camera's thread; must not block. */
@FunctionalInterface
public interface CameraListener {
  /** What a camera is doing. */
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
   * The camera does something else now.
   *
   * @param failure why, when {@link State#FAILED}, and when a file ended that is damaged; else null
   */
  void changed(String camera, State state, @Nullable CameraFailure failure);
}
