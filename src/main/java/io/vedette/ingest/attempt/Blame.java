package io.vedette.ingest.attempt;

import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The cameras that may have caused the end of the process that was reading them: those on trial,
 * else those that had given pictures for the shortest time, else all. Immutable.
 */
final class Blame {
  // Cameras opened together show their first pictures so far apart.
  private static final int APART_SECONDS = 2;
  // The older a camera, the less an end says of the time after which it harms.
  private static final double LONGER = 1.75;

  private final Set<String> alone = new HashSet<>();
  private final Set<String> together = new HashSet<>();
  private final Set<String> byChance = new HashSet<>();

  /**
   * @param ended the last states of the cameras that the process was reading
   */
  Blame(Collection<CameraStateEvent> ended) {
    List<CameraStateEvent> active =
        ended.stream().filter(camera -> isActive(camera.state())).toList();
    List<CameraStateEvent> tried = mostSuspicious(active);
    List<CameraStateEvent> unproven =
        active.stream().filter(camera -> !attempt(camera).isProven()).toList();
    if (!tried.isEmpty()) {
      lay(tried);
      active.stream().filter(Blame::isFresh).forEach(camera -> together.add(camera.camera()));
    } else if (!unproven.isEmpty()) {
      lay(newest(unproven));
    } else {
      ended.forEach(camera -> byChance.add(camera.camera()));
    }
  }

  /** The attempt at a camera after the end of its process. */
  Attempt on(CameraStateEvent camera, Instant now) {
    String id = camera.camera();
    Attempt attempt = attempt(camera);
    if (alone.contains(id)) {
      return attempt.hitAlone(camera.state() != CameraState.LIVE, now);
    } else if (together.contains(id)) {
      return attempt.hitWithOthers();
    }
    return byChance.contains(id) ? attempt.hitByChance() : attempt;
  }

  private void lay(List<CameraStateEvent> cameras) {
    Set<String> blamed = cameras.size() == 1 ? alone : together;
    cameras.forEach(camera -> blamed.add(camera.camera()));
  }

  private static List<CameraStateEvent> mostSuspicious(List<CameraStateEvent> active) {
    List<CameraStateEvent> tried =
        active.stream()
            .filter(camera -> Suspicion.isOnTrial(attempt(camera), camera.state()))
            .toList();
    Suspicion most =
        tried.stream()
            .map(camera -> Suspicion.of(attempt(camera)))
            .max(Suspicion::compareTo)
            .orElse(Suspicion.NONE);
    return tried.stream().filter(camera -> Suspicion.of(attempt(camera)) == most).toList();
  }

  /** The cameras that had shown pictures for about as short a time as the newest of them. */
  private static List<CameraStateEvent> newest(List<CameraStateEvent> unproven) {
    Instant end =
        unproven.stream().map(CameraStateEvent::at).max(Comparator.naturalOrder()).orElseThrow();
    double least = unproven.stream().mapToDouble(camera -> shown(camera, end)).min().orElse(0);
    double limit = Math.max(least + APART_SECONDS, LONGER * least);
    return unproven.stream().filter(camera -> shown(camera, end) <= limit).toList();
  }

  /**
   * The seconds of pictures until the process's last state of any camera: a camera's own states are
   * rare.
   */
  private static double shown(CameraStateEvent camera, Instant end) {
    Attempt attempt = attempt(camera);
    double since = Duration.between(camera.at(), end).toMillis() / 1000.0;
    return camera.state() == CameraState.LIVE
        ? Math.min(attempt.shownSeconds() + since, attempt.nextStep())
        : attempt.shownSeconds();
  }

  /** Whether a camera without any hit was being opened for the first time. */
  private static boolean isFresh(CameraStateEvent camera) {
    return attempt(camera).hits() == 0
        && attempt(camera).shownSeconds() == 0
        && camera.state() != CameraState.LIVE;
  }

  private static boolean isActive(CameraState state) {
    return switch (state) {
      case CLAIMED, CONNECTING, MOVED, LIVE -> true;
      case STALLED, FAILED, ENDED, RELEASED, REMOVED, QUARANTINED -> false;
    };
  }

  private static Attempt attempt(CameraStateEvent camera) {
    Attempt attempt = camera.attempt();
    if (attempt == null) {
      throw new IllegalArgumentException("camera " + camera.camera() + " without an attempt");
    }
    return attempt;
  }
}
