package io.vedette.rule;

import io.vedette.geometry.RelativePoint;
import io.vedette.rule.RuleState.Standstill;
import io.vedette.tracking.Track;
import java.time.Duration;

/**
 * The rule that decides which objects stand still. Immutable; what it knows is handed in and out.
 */
final class StandstillRule {
  private final StandstillSettings settings;

  StandstillRule(StandstillSettings settings) {
    this.settings = settings;
  }

  Standstill seen(Standstill before, Track track, RelativePoint anchor, Occurrences told) {
    Duration stood = Duration.between(before.since(), told.at());
    if (!isWithinReach(before.place(), track, anchor)) {
      if (before.told()) {
        told.add(new Occurrence.TrackMoved(told.at(), track, stood));
      }
      return new Standstill(anchor, told.at(), false);
    }
    if (before.told() || stood.compareTo(settings.after()) < 0) {
      return before;
    }
    told.add(new Occurrence.TrackStopped(told.at(), track, before.since()));
    return new Standstill(before.place(), before.since(), true);
  }

  private boolean isWithinReach(RelativePoint place, Track track, RelativePoint anchor) {
    double across = (anchor.x() - place.x()) / Math.max(Double.MIN_NORMAL, track.box().w());
    double along = (anchor.y() - place.y()) / Math.max(Double.MIN_NORMAL, track.box().h());
    return Math.hypot(across, along) <= settings.reach();
  }
}
