package io.vedette.rule;

import io.vedette.geometry.RelativePoint;
import io.vedette.rule.RuleState.Standstill;
import io.vedette.tracking.Track;
import java.time.Duration;

/** The rule that decides which objects stand still. Immutable; its state is handed in and out. */
final class StandstillRule {
  private final StandstillSettings settings;

  StandstillRule(StandstillSettings settings) {
    this.settings = settings;
  }

  Standstill seen(Standstill before, Track track, RelativePoint anchor, Occurrences occurrences) {
    Duration stood = Duration.between(before.since(), occurrences.at());
    if (!isWithinReach(before.place(), track, anchor)) {
      if (before.isPublished()) {
        occurrences.add(new Occurrence.TrackMoved(occurrences.at(), track, stood));
      }
      return new Standstill(anchor, occurrences.at(), false);
    }
    if (before.isPublished() || stood.compareTo(settings.after()) < 0) {
      return before;
    }
    occurrences.add(new Occurrence.TrackStopped(occurrences.at(), track, before.since()));
    return new Standstill(before.place(), before.since(), true);
  }

  private boolean isWithinReach(RelativePoint place, Track track, RelativePoint anchor) {
    double across = (anchor.x() - place.x()) / Math.max(Double.MIN_NORMAL, track.box().w());
    double along = (anchor.y() - place.y()) / Math.max(Double.MIN_NORMAL, track.box().h());
    return Math.hypot(across, along) <= settings.reach();
  }
}
