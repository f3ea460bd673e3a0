package io.vedette.rule;

import io.vedette.geometry.RelativeLine;
import io.vedette.geometry.RelativePoint;
import io.vedette.rule.Occurrence.Direction;
import io.vedette.rule.Occurrence.LineCount;
import io.vedette.rule.RuleState.Passage;
import io.vedette.tracking.Track;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rule of one line, which finds crossings. Immutable; its state is handed in and out.
 *
 * <p>An object crosses when it gets from strictly one side to strictly the other and its last step
 * goes between the line's ends, however long the step is; touching and going back is none, nor is
 * going round an end. A crossing is published once the object is beyond the margin or gone; going
 * back before takes it back.
 */
final class LineRule {
  private final String name;
  private final List<String> labels;
  private final RelativeLine line;
  private final double margin;

  LineRule(String name, LineSettings settings) {
    this.name = name;
    this.labels = settings.labels();
    this.line = settings.line();
    this.margin = settings.margin();
  }

  String name() {
    return name;
  }

  boolean matches(Track track) {
    return labels.isEmpty() || labels.contains(track.label());
  }

  /**
   * The passage after an object was seen at {@code to}; {@code before} is null for a new object.
   */
  Passage seen(@Nullable Passage before, RelativePoint from, RelativePoint to) {
    Passage last = before == null ? new Passage(line.sideOf(from), 0) : before;
    int side = line.sideOf(to);
    if (side == 0 || side == last.side()) {
      return last;
    }
    boolean isWayAcross = line.sideOf(from) != side; // else the line itself was moved
    boolean isCrossing = last.side() != 0 && isWayAcross && line.isPassedBy(from, to);
    return new Passage(side, last.pending() + (isCrossing ? side : 0));
  }

  /**
   * Whether the object is far enough from the line for its crossings to be published.
   *
   * @param anchor the place where it was seen
   * @param steady that place without trembling; both must be beyond the margin
   */
  boolean isSettled(Passage passage, RelativePoint anchor, RelativePoint steady) {
    return passage.pending() != 0
        && line.distance(anchor) >= margin
        && (margin == 0
            || (line.distance(steady) >= margin && line.sideOf(steady) == passage.side()));
  }

  /** Publishes the pending crossings and returns the new count. */
  LineCount publish(Passage passage, Track track, LineCount count, Occurrences occurrences) {
    Direction direction = passage.pending() > 0 ? Direction.TO_RIGHT : Direction.TO_LEFT;
    LineCount now = count;
    for (int i = Math.abs(passage.pending()); i > 0; i--) {
      now = now.plus(direction);
      occurrences.add(new Occurrence.LineCrossed(occurrences.at(), name, track, direction, now));
    }
    return now;
  }
}
