package io.vedette.alert;

import io.vedette.alert.AlertState.Group;
import io.vedette.alert.AlertState.Quiet;
import io.vedette.event.Alert;
import io.vedette.event.EventOrigin;
import io.vedette.validation.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The engine that decides which facts about one camera become alerts: a fact that lasts raises one
 * alert, within the rule's hours, after its minimum duration, limited in number and grouped.
 * Confined to its caller.
 *
 * <p>Time is capture time only: the same facts give the same alerts, whenever they are processed.
 */
public final class AlertEngine {
  /** A rule and its hours. */
  private record Watched(String name, AlertRule rule, Hours hours) {
    boolean isAbout(Fact fact) {
      Fact.Subject subject = fact.subject();
      return rule.when() == fact.when()
          && (rule.places().isEmpty() || rule.places().contains(fact.place()))
          && (rule.labels().isEmpty()
              || (subject != null && rule.labels().contains(subject.label())));
    }
  }

  // Bounds of what is kept: no street has as many.
  private static final int MOST_FACTS = 5000;
  private static final int MOST_QUIET = 2000;

  private static final Duration MEMORY = Duration.ofDays(1);

  private final ZoneId zone;
  private final Map<String, Watched> rules = new TreeMap<>();
  private Set<String> heeded;
  private final Map<String, Quiet> quiet;
  private final Map<String, Group> groups;

  /**
   * @param camera the camera of the facts
   * @param state the state from which it continues
   */
  public AlertEngine(String camera, AlertSettings settings, AlertState state) {
    zone = settings.zone();
    settings
        .rules()
        .forEach(
            (name, rule) -> {
              if (rule.cameras().isEmpty() || rule.cameras().contains(camera)) {
                rules.put(name, new Watched(name, rule, rule.times()));
              }
            });
    heeded = new TreeSet<>(state.heeded());
    quiet = new TreeMap<>(state.quiet());
    groups = new TreeMap<>(state.groups());
    groups.values().removeIf(group -> !rules.containsKey(group.rule()));
  }

  public AlertState state() {
    return new AlertState(heeded, quiet, groups);
  }

  /** Whether there are no rules. */
  public boolean isIdle() {
    return rules.isEmpty();
  }

  /** Evaluates the facts of a frame, and returns the alerts, by rule. */
  public List<Alert> update(EventOrigin origin, List<Fact> facts) {
    Instant now = origin.frame().capturedAt();
    Set<String> still = new HashSet<>();
    for (Watched watched : rules.values()) {
      for (Fact fact : facts.subList(0, Math.min(facts.size(), MOST_FACTS))) {
        if (watched.isAbout(fact)) {
          String key = watched.name + "/" + fact.key();
          boolean isKnown = heeded.contains(key);
          if (isKnown || isDue(watched, fact, now)) {
            still.add(key);
          }
          if (!isKnown && still.contains(key)) {
            heed(watched, fact, now);
          }
        }
      }
    }
    heeded = new TreeSet<>(still);
    return due(origin, now, false);
  }

  /** Returns the alerts of all waiting groups at once, as when no more frames come. */
  public List<Alert> end(EventOrigin origin) {
    heeded = new TreeSet<>();
    return due(origin, origin.frame().capturedAt(), true);
  }

  private boolean isDue(Watched watched, Fact fact, Instant now) {
    return Duration.between(fact.since(), now).compareTo(watched.rule.lasting()) >= 0
        && watched.hours.contains(now.atZone(zone));
  }

  private void heed(Watched watched, Fact fact, Instant now) {
    String same = watched.name + "/" + watched.rule.limit().key(fact);
    @Nullable Quiet silence = quiet.get(same);
    if (silence != null && now.isBefore(silence.until())) {
      quiet.put(same, new Quiet(silence.until(), silence.suppressed() + 1));
      return;
    }
    @Nullable Group open = groups.get(same);
    List<Fact> facts = new ArrayList<>(open == null ? List.of() : open.facts());
    if (facts.size() < Bounds.OBJECTS) {
      facts.add(fact);
    }
    groups.put(same, new Group(watched.name, open == null ? now : open.openedAt(), facts));
  }

  private List<Alert> due(EventOrigin origin, Instant now, boolean isEnd) {
    List<Alert> alerts = new ArrayList<>();
    groups
        .entrySet()
        .removeIf(
            entry -> {
              Watched watched = Objects.requireNonNull(rules.get(entry.getValue().rule()));
              Instant at = entry.getValue().openedAt().plus(watched.rule.limit().group());
              boolean isDue = isEnd || !now.isBefore(at);
              if (isDue) {
                alerts.add(alert(origin, watched, entry.getKey(), entry.getValue()));
              }
              return isDue;
            });
    quiet.values().removeIf(silence -> isForgotten(silence, now));
    while (quiet.size() > MOST_QUIET) {
      forgetOldest();
    }
    return alerts;
  }

  /** Whether a cool-down is so old that its number of suppressed facts is forgotten. */
  private static boolean isForgotten(Quiet silence, Instant now) {
    Instant until = silence.suppressed() == 0 ? silence.until() : silence.until().plus(MEMORY);
    return !now.isBefore(until);
  }

  private void forgetOldest() {
    quiet.entrySet().stream()
        .min(Comparator.comparing((Map.Entry<String, Quiet> entry) -> entry.getValue().until()))
        .map(Map.Entry::getKey)
        .ifPresent(quiet::remove);
  }

  private Alert alert(EventOrigin origin, Watched watched, String same, Group group) {
    @Nullable Quiet before = quiet.get(same);
    Duration coolDown = watched.rule.limit().coolDown();
    quiet.put(same, new Quiet(origin.frame().capturedAt().plus(coolDown), 0));
    Fact first = group.facts().get(0);
    return new Alert(
        same,
        new Alert.Cause(watched.name, first.when().wireName(), first.place(), first.since()),
        origin,
        subjects(group),
        before == null ? 0 : before.suppressed(),
        watched.rule.sinks());
  }

  private static List<Alert.Subject> subjects(Group group) {
    List<Alert.Subject> subjects = new ArrayList<>();
    for (Fact fact : group.facts()) {
      Fact.Subject subject = fact.subject();
      if (subject != null) {
        subjects.add(new Alert.Subject(subject.number(), subject.label(), fact.since()));
      }
    }
    return subjects;
  }
}
