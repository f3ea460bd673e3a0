package io.vedette.scene;

import io.vedette.alert.Fact;
import io.vedette.alert.When;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventType;
import io.vedette.event.scene.TrackSummary;
import io.vedette.rule.RuleState;
import io.vedette.rule.RuleState.Observed;
import io.vedette.tracking.Track;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The conditions that hold after one frame; input of the alert engine. Immutable. */
final class AlertConditions {
  private final RuleState rules;
  private final List<Fact> facts = new ArrayList<>();

  private AlertConditions(RuleState rules) {
    this.rules = rules;
  }

  /** The conditions after a frame with its published events. */
  static List<Fact> of(Scene scene, List<SceneEvent> events) {
    AlertConditions facts = new AlertConditions(scene.state().rules());
    Map<Long, Track> tracks = new HashMap<>();
    scene.tracks().forEach(track -> tracks.put(track.id(), track));
    facts.rules.objects().forEach(observed -> facts.add(observed, tracks.get(observed.track())));
    facts.addZones();
    events.forEach(facts::addCrossing);
    return facts.facts;
  }

  private void add(Observed observed, @Nullable Track track) {
    if (track == null) {
      return;
    }
    Fact.Subject subject = new Fact.Subject(track.id(), track.label());
    facts.add(new Fact(When.SEEN, null, subject, track.bornAt()));
    if (observed.standstill().isPublished()) {
      facts.add(new Fact(When.STOPPED, null, subject, observed.standstill().since()));
    }
    observed
        .visits()
        .forEach(
            (zone, visit) -> {
              if (visit.inside()) {
                facts.add(new Fact(When.IN_ZONE, zone, subject, visit.since()));
              }
            });
  }

  private void addZones() {
    rules
        .occupancies()
        .forEach(
            (zone, occupancy) -> {
              if (occupancy.crowdedSince() != null) {
                facts.add(new Fact(When.CROWDED, zone, null, occupancy.crowdedSince()));
              }
              if (occupancy.deserted() && occupancy.emptySince() != null) {
                facts.add(new Fact(When.EMPTY, zone, null, occupancy.emptySince()));
              }
            });
  }

  private void addCrossing(SceneEvent event) {
    if (event.type() == SceneEventType.LINE_CROSSED) {
      TrackSummary track = Objects.requireNonNull(event.track());
      String line = Objects.requireNonNull(event.line()).name();
      facts.add(
          new Fact(
              When.CROSSED, line, new Fact.Subject(track.number(), track.label()), event.at()));
    }
  }
}
