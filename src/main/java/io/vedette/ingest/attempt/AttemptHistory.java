package io.vedette.ingest.attempt;

import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of all processes at all cameras, in the order of the owners topic, from which a
 * camera's next attempt follows. All nodes that have read the same records give the same answer.
 * Confined to one thread.
 */
public final class AttemptHistory {
  private static final int MOST_PROCESSES = 256;

  private final Map<String, CameraStateEvent> last = new HashMap<>();
  private final Map<String, Map<String, CameraStateEvent>> processes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<String, Map<String, CameraStateEvent>> eldest) {
          return size() > MOST_PROCESSES;
        }
      };
  private final Set<String> presumedDead = new HashSet<>();
  private final Set<String> returned = new HashSet<>();

  /** Notes a claim or another state of a camera. */
  public void note(CameraStateEvent event) {
    Attempt attempt = event.attempt();
    if (attempt == null) {
      last.put(event.camera(), event);
      return;
    }
    String process = attempt.process();
    Map<String, CameraStateEvent> own = processes.computeIfAbsent(process, key -> new HashMap<>());
    if (isBefore(event, own.get(event.camera()))) {
      return;
    }
    own.put(event.camera(), event);
    if (presumedDead.remove(process)) {
      returned.add(process);
    }
    replace(event, process);
  }

  /** The processes that were believed dead and have written since; each is returned once. */
  public Set<String> takeReturned() {
    Set<String> taken = Set.copyOf(returned);
    returned.clear();
    return taken;
  }

  /** The process whose end counts against a camera that is about to be claimed; null for none. */
  public @Nullable String deadReader(String camera, String process) {
    CameraStateEvent before = last.get(camera);
    Attempt attempt = before == null ? null : before.attempt();
    boolean isDead =
        before != null && attempt != null && !attempt.process().equals(process) && !isClean(before);
    return isDead && attempt != null ? attempt.process() : null;
  }

  /**
   * The next attempt at a camera.
   *
   * @param settings the offset of the camera's record; a new record clears the history
   * @param process the process that is about to read it
   */
  public Attempt next(String camera, long settings, String process, Instant now) {
    CameraStateEvent before = last.get(camera);
    Attempt attempt = before == null ? null : before.attempt();
    if (before == null || attempt == null || attempt.settings() != settings) {
      return Attempt.first(process, settings);
    }
    String dead = deadReader(camera, process);
    return (dead == null ? attempt : blame(dead).on(before, now)).by(process);
  }

  /** The attempt that {@link #next} would return if the camera's last reader had not died. */
  public Attempt innocent(String camera, long settings, String process) {
    CameraStateEvent before = last.get(camera);
    Attempt attempt = before == null ? null : before.attempt();
    return attempt == null || attempt.settings() != settings
        ? Attempt.first(process, settings)
        : attempt.by(process);
  }

  private Blame blame(String process) {
    List<CameraStateEvent> ended =
        processes.getOrDefault(process, Map.of()).values().stream()
            .filter(camera -> isRead(camera.state()))
            .toList();
    return new Blame(ended);
  }

  private void replace(CameraStateEvent event, String process) {
    CameraStateEvent before = last.get(event.camera());
    if (before != null && event.session() < before.session()) {
      return;
    }
    Attempt former = before == null ? null : before.attempt();
    if (before != null && former != null && !former.process().equals(process) && !isClean(before)) {
      presumedDead.add(former.process());
    }
    last.put(event.camera(), event);
  }

  private static boolean isBefore(CameraStateEvent event, @Nullable CameraStateEvent known) {
    return known != null
        && (event.session() < known.session()
            || (event.session() == known.session() && event.number() < known.number()));
  }

  /** Whether a process has given a camera up, or does not read it. */
  private static boolean isClean(CameraStateEvent camera) {
    Attempt attempt = camera.attempt();
    return (attempt != null && attempt.isParting()) || !isRead(camera.state());
  }

  private static boolean isRead(CameraState state) {
    return switch (state) {
      case RELEASED, REMOVED, ENDED, QUARANTINED -> false;
      case CLAIMED, CONNECTING, LIVE, STALLED, FAILED, MOVED -> true;
    };
  }
}
