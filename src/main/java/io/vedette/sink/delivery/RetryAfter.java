package io.vedette.sink.delivery;

import io.vedette.runtime.Failure;
import java.time.Duration;

/** The failure of a delivery that the receiver asks to repeat only after some time. */
public final class RetryAfter extends Failure {
  private static final long serialVersionUID = 1L;

  private final Duration pause;

  /**
   * @param pause the pause that the other side asks for; 0 or more
   */
  public RetryAfter(String message, Duration pause) {
    super(Action.RETRY, message, null);
    this.pause = pause;
  }

  public Duration pause() {
    return pause;
  }
}
