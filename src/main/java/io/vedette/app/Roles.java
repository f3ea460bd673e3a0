package io.vedette.app;

import io.vedette.runtime.ClockWatch;
import io.vedette.runtime.Services;

/**
 * The life of a command that runs until it is ended. What it started is closed in reverse order;
 * when this machine's clock was set back, it begins anew, for Kafka's clients cannot live with
 * that.
 */
final class Roles {
  private Roles() {}

  /** The parts of a command. */
  interface Parts {
    /**
     * Starts them.
     *
     * @param services to be closed in the end
     * @param termination to be told of what ends the command
     */
    void start(Services services, Termination termination);
  }

  /**
   * Runs a command until it is done; on a signal this never returns.
   *
   * @return the command's exit code
   * @throws io.vedette.runtime.Failure what a part failed with
   */
  static int run(Parts parts) {
    boolean isDone = false;
    while (!isDone) {
      isDone = runOnce(parts);
    }
    return Main.DONE;
  }

  private static boolean runOnce(Parts parts) {
    Services services = new Services();
    try (Termination termination = new Termination(services)) {
      try {
        services.start(new ClockWatch(termination::setBack));
        parts.start(services, termination);
        return termination.await();
      } finally {
        services.close();
      }
    }
  }
}
