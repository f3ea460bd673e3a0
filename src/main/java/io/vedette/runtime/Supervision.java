package io.vedette.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The supervision of one process: all of its parts, their health, and the handling of those that
 * fail. Thread-safe.
 *
 * <p>A failure of action RETRY is tried again and one of action SKIP is passed over, whatever the
 * part. One of action STOP, and anything unknown, ends the process if the part is essential, and
 * restarts the part alone if it is separate: one camera, one sink.
 */
public class Supervision {
  private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);

  private final Completion completion;
  private final Set<Part> parts = ConcurrentHashMap.newKeySet();
  private volatile BiConsumer<Part, Supervisor.Verdict> listener = (part, verdict) -> {};

  /**
   * @param completion reached when an essential part fails
   */
  public Supervision(Completion completion) {
    this.completion = completion;
  }

  /** The end of the command that runs these parts. */
  public Completion completion() {
    return completion;
  }

  /** The supervisor of parts without which the process is of no use. */
  public Supervisor essential() {
    return new Watch(true);
  }

  /** The supervisor of parts whose failure is no reason to end the others. */
  public Supervisor separate() {
    return new Watch(false);
  }

  /** Adds a listener for failures, which is called on the failed part's thread. */
  public void listen(BiConsumer<Part, Supervisor.Verdict> failures) {
    listener = failures;
  }

  /**
   * The reasons why parts have stopped for good although nobody asked them to, by the parts' names.
   */
  public Map<String, String> ended() {
    return asked(Part::ended);
  }

  /** The reasons why parts cannot work now, or could not a moment ago, by the parts' names. */
  public Map<String, String> troubles() {
    return asked(Part::trouble);
  }

  private Map<String, String> asked(Function<Part, Optional<String>> question) {
    Map<String, String> answers = new TreeMap<>();
    for (Part part : parts) {
      question.apply(part).ifPresent(answer -> answers.put(part.name(), answer));
    }
    return answers;
  }

  private final class Watch implements Supervisor {
    private final boolean isEssential;

    private Watch(boolean isEssential) {
      this.isEssential = isEssential;
    }

    @Override
    public void began(Part part) {
      parts.add(part);
    }

    @Override
    public void ended(Part part) {
      parts.remove(part);
    }

    @Override
    public Verdict failed(Part part, Throwable failure) {
      Verdict verdict = verdict(failure);
      if (verdict == Verdict.END) {
        // First of all: whatever goes wrong from here on, the process ends.
        completion.fail(known(part, failure));
        if (failure instanceof Failure) {
          LOG.error("{} ended: {}", part.name(), failure.getMessage());
          LOG.debug("stack", failure);
        } else {
          LOG.error("{} ended: {}", part.name(), failure.getMessage(), failure);
        }
      }
      listener.accept(part, verdict);
      return verdict;
    }

    private Verdict verdict(Throwable failure) {
      if (failure instanceof Failure known && known.action() != Failure.Action.STOP) {
        return known.action() == Failure.Action.SKIP ? Verdict.SKIP : Verdict.RETRY;
      }
      return isEssential ? Verdict.END : Verdict.RESTART;
    }

    private static Failure known(Part part, Throwable failure) {
      return failure instanceof Failure known
          ? known
          : Failure.stop("unexpected failure in %s: %s".formatted(part.name(), failure), failure);
    }
  }
}
