package io.vedette.cli.option;

import io.vedette.runtime.ClockWatch;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.text.DurationWords;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running of a command until it is ended: all parts are then closed in reverse order. When this
 * machine's clock was set back, the work is started again, since Kafka's clients cannot cope with
 * that.
 */
public final class RoleRunner {
  private static final Logger LOG = LoggerFactory.getLogger(RoleRunner.class);

  private RoleRunner() {}

  /** The parts of a command. */
  public interface Parts {
    /**
     * Starts the parts.
     *
     * @param services close the parts
     * @param supervision supervises the parts; its completion ends the command
     */
    void start(Services services, Supervision supervision);
  }

  /**
   * Runs a command until it is done; on a signal this never returns.
   *
   * @return the command's exit code
   * @throws io.vedette.runtime.Failure what a part failed with
   */
  public static int run(Parts parts) {
    boolean isDone = false;
    while (!isDone) {
      isDone = runOnce(parts);
    }
    return ExitCode.DONE;
  }

  private static boolean runOnce(Parts parts) {
    Services services = new Services();
    Supervision supervision = new Supervision(new Completion());
    Termination termination = new Termination(services);
    try {
      Thread.setDefaultUncaughtExceptionHandler(
          (thread, failure) -> endedBy(thread, failure, supervision.completion()));
      services.start(new ClockWatch(by -> startAgain(supervision, by), supervision.essential()));
      parts.start(services, supervision);
      return supervision.completion().await();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(null);
      services.close();
      termination.close();
    }
  }

  /** Reports a library's thread that an exception has ended, which nobody else would notice. */
  private static void endedBy(Thread thread, Throwable failure, Completion completion) {
    completion.fail(
        Failure.stop(
            "thread %s ended by an unexpected failure: %s".formatted(thread.getName(), failure),
            failure));
  }

  private static void startAgain(Supervision supervision, Duration setBack) {
    if (supervision.completion().startAgain()) {
      LOG.warn(
          "the clock was set back by {}; starting again, since Kafka's clients require it",
          DurationWords.of(setBack));
    }
  }
}
