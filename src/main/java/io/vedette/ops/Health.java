package io.vedette.ops;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Whether this process lives and is ready, asked of each part that has a say. Thread-safe.
 *
 * <p>Not live means restarting would help; not ready means no work should be sent yet.
 */
public final class Health {
  private final Map<String, Supplier<Optional<String>>> live = new ConcurrentHashMap<>();
  private final Map<String, Supplier<Optional<String>>> ready = new ConcurrentHashMap<>();

  /** Adds a check of life; empty means well, else what is wrong. Must not block. */
  public void liveWhen(String part, Supplier<Optional<String>> check) {
    live.put(part, check);
  }

  /** Adds a check of readiness; empty means ready, else what is missing. Must not block. */
  public void readyWhen(String part, Supplier<Optional<String>> check) {
    ready.put(part, check);
  }

  /** What is wrong, by part; empty when live. */
  public Map<String, String> notLive() {
    return complaints(live);
  }

  /** What is missing, by part; empty when ready. */
  public Map<String, String> notReady() {
    return complaints(ready);
  }

  private static Map<String, String> complaints(Map<String, Supplier<Optional<String>>> checks) {
    Map<String, String> complaints = new TreeMap<>();
    checks.forEach((part, check) -> check.get().ifPresent(what -> complaints.put(part, what)));
    return complaints;
  }
}
