package io.vedette.runtime;

import io.vedette.text.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * A failure, with one line that a user can act on, and the action of its owner.
 *
 * <p>The message says what failed, which id, what was found and expected, and what to do; it never
 * holds a credential (see {@link Secrets}).
 */
public class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The next step of the failed work's owner. */
  public enum Action {
    /** Nothing will help until a person changes something: bad settings, a missing model. */
    STOP,
    /** The same again may succeed later: a camera, a broker. */
    RETRY,
    /** This one item is beyond help; the next one may be fine. */
    SKIP
  }

  private final Action action;

  public Failure(Action action, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.action = action;
  }

  public static Failure stop(String message) {
    return new Failure(Action.STOP, message, null);
  }

  public static Failure stop(String message, Throwable cause) {
    return new Failure(Action.STOP, message, cause);
  }

  public static Failure retry(String message, @Nullable Throwable cause) {
    return new Failure(Action.RETRY, message, cause);
  }

  public static Failure skip(String message, @Nullable Throwable cause) {
    return new Failure(Action.SKIP, message, cause);
  }

  public Action action() {
    return action;
  }
}
