package io.vedette.rule;

import io.vedette.rule.Occurrence.LineCount;
import io.vedette.rule.RuleState.Observed;
import io.vedette.rule.RuleState.Occupancy;
import io.vedette.rule.RuleState.Passage;
import io.vedette.rule.RuleState.Standstill;
import io.vedette.rule.RuleState.Visit;
import io.vedette.state.StateReader;
import io.vedette.state.StateWriter;

/** The binary format of a rule engine's state. Immutable. */
final class RuleStateFormat {
  private static final int VERSION = 1;

  /**
   * The most pending crossings of a stored state: each becomes an event, and an object that
   * trembles on a line has one.
   */
  private static final int MOST_PENDING = 1000;

  private RuleStateFormat() {}

  static byte[] write(RuleState state) {
    return new StateWriter(VERSION, 256)
        .time(state.capturedAt())
        .list(state.objects(), RuleStateFormat::write)
        .map(state.occupancies(), RuleStateFormat::write)
        .map(state.counts(), RuleStateFormat::write)
        .bytes();
  }

  static RuleState read(byte[] bytes) {
    return StateReader.read(
        "rule state",
        VERSION,
        bytes,
        in ->
            new RuleState(
                in.maybeTime(),
                in.list(RuleStateFormat::readObserved),
                in.map(RuleStateFormat::readOccupancy),
                in.map(RuleStateFormat::readCount)));
  }

  private static void write(StateWriter out, Observed observed) {
    out.number(observed.track())
        .point(observed.anchor())
        .time(observed.publishedAt())
        .point(observed.standstill().place())
        .time(observed.standstill().since())
        .flag(observed.standstill().isPublished())
        .map(observed.visits(), RuleStateFormat::write)
        .map(observed.passages(), RuleStateFormat::write);
  }

  private static Observed readObserved(StateReader in) {
    return new Observed(
        in.number(),
        in.point(),
        in.time(),
        new Standstill(in.point(), in.time(), in.flag()),
        in.map(RuleStateFormat::readVisit),
        in.map(RuleStateFormat::readPassage));
  }

  private static void write(StateWriter out, Visit visit) {
    out.flag(visit.inside()).time(visit.since()).time(visit.changing()).flag(visit.loitering());
  }

  private static Visit readVisit(StateReader in) {
    return new Visit(in.flag(), in.time(), in.maybeTime(), in.flag());
  }

  private static void write(StateWriter out, Passage passage) {
    out.tiny(passage.side()).count(passage.pending());
  }

  private static Passage readPassage(StateReader in) {
    int side = in.tiny();
    int pending = in.count();
    if (side < -1 || side > 1 || pending < -MOST_PENDING || pending > MOST_PENDING) {
      throw new IllegalArgumentException(
          "expected a side from -1 to 1 and up to %d crossings to report, found %d and %d"
              .formatted(MOST_PENDING, side, pending));
    }
    return new Passage(side, pending);
  }

  private static void write(StateWriter out, Occupancy occupancy) {
    out.time(occupancy.crowdedSince()).time(occupancy.emptySince()).flag(occupancy.deserted());
  }

  private static Occupancy readOccupancy(StateReader in) {
    return new Occupancy(in.maybeTime(), in.maybeTime(), in.flag());
  }

  private static void write(StateWriter out, LineCount count) {
    out.number(count.toLeft()).number(count.toRight());
  }

  private static LineCount readCount(StateReader in) {
    return new LineCount(in.number(), in.number());
  }
}
