package io.vedette.ingest;

import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.ingest.attempt.AttemptHistory;
import io.vedette.ingest.attempt.OpeningQueue;
import io.vedette.ingest.tenure.HeldCamera;
import io.vedette.transport.table.CameraRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The times at which this process opens its cameras, depending on the outcome of earlier attempts.
 * Confined to the thread {@code camera-share}.
 */
final class Openings {
  private static final Duration RECENT = Duration.ofSeconds(2);

  private final String process = UUID.randomUUID().toString();
  private final AttemptHistory history = new AttemptHistory();
  private final Map<String, Inherited> inherited = new HashMap<>();
  private final Map<String, HeldCamera> waiting = new HashMap<>();

  /**
   * A camera taken from a process that seemed to be dead.
   *
   * @param innocent the attempt, had that process handed the camera over
   */
  private record Inherited(String process, Attempt innocent) {}

  /**
   * The actions for waiting cameras, each with its attempt; cameras without an action wait on.
   *
   * @param open cameras to open now
   * @param heldBack cameras to claim now and to open when their time comes
   */
  record Plan(Map<String, Attempt> open, Map<String, Attempt> heldBack) {
    Map<String, Attempt> claims() {
      Map<String, Attempt> claims = new HashMap<>(open);
      claims.putAll(heldBack);
      return claims;
    }
  }

  /** Notes a record of the owners topic, in its order. */
  void note(CameraStateEvent event) {
    history.note(event);
  }

  /** Forgets waiting cameras that are no longer this node's, or have changed since. */
  void forget(Set<Integer> owned, Map<String, CameraRecord> present) {
    waiting
        .values()
        .removeIf(
            camera ->
                !owned.contains(camera.partition())
                    || !camera.record().equals(present.get(camera.id())));
  }

  /** The cameras that wait for others to be opened first, by their ids. */
  Map<String, HeldCamera> waiting() {
    return new HashMap<>(waiting);
  }

  /**
   * Decides about cameras to be opened; those that are not in the plan wait.
   *
   * @param held the cameras that this node has, by id
   * @param states the states of those cameras
   */
  Plan plan(
      Map<String, HeldCamera> wanted,
      Map<String, HeldCamera> held,
      Map<String, CameraStateEvent> states,
      Instant now) {
    Map<String, Attempt> open = new HashMap<>();
    Map<String, Attempt> queued = new HashMap<>();
    wanted.forEach(
        (id, camera) -> {
          Attempt next = next(id, camera, states.get(id), now);
          (camera.isOpened() ? queued : open).put(id, next);
        });
    OpeningQueue.Decision decision =
        OpeningQueue.decide(queued, opened(wanted.keySet(), held, states), now);
    open.putAll(pick(queued, decision.open()));
    Plan plan = new Plan(open, pick(queued, decision.heldBack()));
    plan.claims().forEach(this::inherit);
    waiting.clear();
    waiting.putAll(wanted);
    waiting.keySet().removeAll(plan.claims().keySet());
    return plan;
  }

  /** The corrected attempts at cameras whose former processes seemed to be dead and are not. */
  Map<String, Attempt> pardoned() {
    Map<String, Attempt> pardoned = new HashMap<>();
    Set<String> returned = history.takeReturned();
    for (Iterator<Map.Entry<String, Inherited>> all = inherited.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<String, Inherited> entry = all.next();
      if (returned.contains(entry.getValue().process)) {
        pardoned.put(entry.getKey(), entry.getValue().innocent);
        all.remove();
      }
    }
    return pardoned;
  }

  /**
   * The next attempt at a camera; one that this node has is not inherited, whoever claimed it in
   * between.
   */
  private Attempt next(
      String id, HeldCamera camera, @Nullable CameraStateEvent present, Instant now) {
    long settings = camera.record().offset();
    Attempt own = present == null ? null : present.attempt();
    if (own == null) {
      return history.next(id, settings, process, now);
    }
    return own.settings() == settings ? own.by(process) : Attempt.first(process, settings);
  }

  private void inherit(String id, Attempt attempt) {
    String dead = history.deadReader(id, process);
    if (dead == null) {
      inherited.remove(id);
    } else {
      inherited.put(id, new Inherited(dead, history.innocent(id, attempt.settings(), process)));
    }
  }

  private static Collection<OpeningQueue.Opened> opened(
      Set<String> wanted, Map<String, HeldCamera> held, Map<String, CameraStateEvent> states) {
    List<OpeningQueue.Opened> opened = new ArrayList<>();
    held.forEach(
        (id, camera) -> {
          CameraStateEvent state = states.get(id);
          Attempt attempt = state == null ? null : state.attempt();
          if (state != null && attempt != null && !wanted.contains(id)) {
            boolean isRecent = System.nanoTime() - camera.sinceNanos() < RECENT.toNanos();
            opened.add(new OpeningQueue.Opened(attempt, state.state(), isRecent));
          }
        });
    return opened;
  }

  private static Map<String, Attempt> pick(Map<String, Attempt> from, Set<String> ids) {
    Map<String, Attempt> picked = new HashMap<>(from);
    picked.keySet().retainAll(ids);
    return picked;
  }
}
