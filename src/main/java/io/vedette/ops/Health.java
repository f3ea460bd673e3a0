package io.vedette.ops;

import io.vedette.runtime.Supervision;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The health of this process, live and ready, asked of every supervised part. Thread-safe.
 *
 * <p>Not live means restarting would help; not ready means no work should be sent yet; impaired
 * means that a part is tried again or restarted while all others work.
 */
public final class Health {
  private final Supervision supervision;
  private final Map<String, Supplier<Optional<String>>> ready = new ConcurrentHashMap<>();

  public Health(Supervision supervision) {
    this.supervision = supervision;
  }

  /** Adds a check of readiness, which is empty or names what is missing. Must not block. */
  public void readyWhen(String part, Supplier<Optional<String>> check) {
    ready.put(part, check);
  }

  /** The complaints of parts that have ended; empty when the process is live. */
  public Map<String, String> notLive() {
    return supervision.ended();
  }

  /** The reasons why parts are not ready, by part; empty when the process is ready. */
  public Map<String, String> notReady() {
    Map<String, String> complaints = new TreeMap<>(notLive());
    ready.forEach((part, check) -> check.get().ifPresent(what -> complaints.put(part, what)));
    return complaints;
  }

  /** The troubles of single parts while the others work, by part. */
  public Map<String, String> impaired() {
    return supervision.troubles();
  }
}
