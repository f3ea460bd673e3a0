package io.vedette.ingest.attempt;

import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.CameraState;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The cameras that wait to be opened on a node. Cameras that are not suspected of a crash are
 * opened at once, the others one after the other, so that a further crash shows which of them it
 * was.
 */
public final class OpeningQueue {
  // Shaken cameras are all opened again within some seconds, however many there are.
  private static final int SHAKEN_ROUNDS = 6;

  /**
   * A camera that the node has opened.
   *
   * @param isRecent whether it was opened within the last two seconds
   */
  public record Opened(Attempt attempt, CameraState state, boolean isRecent) {
    private boolean isOnTrial() {
      return Suspicion.isOnTrial(attempt, state);
    }

    /** Whether its first picture is still to come, which is waited for before any risk is taken. */
    private boolean isStarting() {
      return isRecent && state != CameraState.LIVE && state != CameraState.FAILED;
    }

    private boolean isShaken() {
      return Suspicion.of(attempt) == Suspicion.SHAKEN;
    }
  }

  /**
   * The decision about waiting cameras; cameras that it does not name wait on.
   *
   * @param open cameras to open now
   * @param heldBack cameras to open when their time comes
   */
  public record Decision(Set<String> open, Set<String> heldBack) {}

  private OpeningQueue() {}

  /** Decides for the waiting cameras, by their ids. */
  public static Decision decide(
      Map<String, Attempt> waiting, Collection<Opened> opened, Instant now) {
    Set<String> heldBack = ids(waiting, a -> a.isQuarantined() && !a.isDue(now));
    Set<String> open = ids(waiting, a -> Suspicion.of(a) == Suspicion.NONE);
    List<String> shaken =
        ids(waiting, a -> Suspicion.of(a) == Suspicion.SHAKEN).stream().sorted().toList();
    long quick = opened.stream().filter(o -> o.isShaken() && o.isOnTrial() && o.isRecent()).count();
    long atOnce = (shaken.size() + quick + SHAKEN_ROUNDS - 1) / SHAKEN_ROUNDS;
    shaken.stream().limit(Math.max(0, atOnce - quick)).forEach(open::add);
    boolean isQuiet = opened.stream().noneMatch(o -> o.isOnTrial() || o.isStarting());
    if (open.isEmpty() && isQuiet) {
      leastSuspicious(waiting, heldBack).ifPresent(open::add);
    }
    return new Decision(open, heldBack);
  }

  private static Optional<String> leastSuspicious(
      Map<String, Attempt> waiting, Set<String> heldBack) {
    return waiting.keySet().stream()
        .filter(id -> !heldBack.contains(id))
        .filter(id -> suspicion(waiting, id).compareTo(Suspicion.SHAKEN) > 0)
        .min(
            Comparator.comparing((String id) -> suspicion(waiting, id))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static Suspicion suspicion(Map<String, Attempt> waiting, String id) {
    return Suspicion.of(waiting.getOrDefault(id, Attempt.first("", 0)));
  }

  private static Set<String> ids(Map<String, Attempt> waiting, Predicate<Attempt> wanted) {
    return waiting.entrySet().stream()
        .filter(entry -> wanted.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
