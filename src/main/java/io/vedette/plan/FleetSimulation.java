package io.vedette.plan;

import io.vedette.text.Count;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The simulation of a fleet at several shares of motion, and through the failure of a zone, as
 * text. Its costs were measured on one machine; nothing has run at that size. Immutable.
 */
public record FleetSimulation(
    Demand demand, FleetCosts costs, int coresPerNode, Map<String, MachineOffer> offers) {
  private static final double[] MOTIONS = {0.05, 0.1, 0.2, 0.4, 0.8};
  private static final int ZONES = 3;
  private static final int[] RESTORED = {120, 600, 0};
  private static final double[] HEADROOMS = {0.2, 0.34, 0.5};
  private static final double MEGA = 1e6;

  public FleetSimulation {
    offers = Map.copyOf(offers);
  }

  /**
   * A simulated failure of a zone.
   *
   * @param headroom the workers' headroom beforehand, 0–1
   * @param restoredSeconds seconds until lost machines are replaced; 0 for never
   */
  public record Trial(double headroom, int restoredSeconds, ZoneFailure.Outcome outcome) {}

  /** The fleet's load at each share of motion. */
  public List<FleetLoad> loads() {
    return Arrays.stream(MOTIONS).mapToObj(motion -> FleetLoad.of(demand, motion, costs)).toList();
  }

  /** The limit that a load reaches first. */
  public FleetWall wall(FleetLoad load) {
    return FleetWall.of(load, coresPerNode).get(0);
  }

  /** The failures of one zone, with more and more machines in reserve. */
  public List<Trial> failures() {
    List<Trial> failures = new ArrayList<>();
    for (double headroom : HEADROOMS) {
      for (int restored : RESTORED) {
        failures.add(new Trial(headroom, restored, ZoneFailure.of(ZONES, restored).play(headroom)));
      }
    }
    return failures;
  }

  /** The report. */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%s, %.1f frames/s of each while something moves, 0.5 while nothing does",
        Count.cameras(demand.cameras()),
        demand.fps());
    text.append('\n');
    line(
        text,
        "%7s %9s %8s %12s %8s %7s %8s %10s  %s",
        "motion",
        "frames/s",
        "MB/s",
        "ingest cores",
        "workers",
        "track",
        "brokers",
        "€/cam/mon",
        "next wall");
    loads().forEach(load -> row(text, load));
    new TreeMap<>(offers).forEach((name, offer) -> bills(text, name, offer));
    text.append('\n');
    line(text, "One of %d zones fails; half an hour from a minute before:", ZONES);
    line(
        text,
        "%9s %12s %9s %10s %9s %9s %11s",
        "headroom",
        "restored in",
        "blind s",
        "frames lost",
        "too old",
        "lag s",
        "degraded s");
    failures().forEach(failure -> row(text, failure));
    return text.toString();
  }

  private void row(StringBuilder text, FleetLoad load) {
    FleetWall wall = wall(load);
    line(
        text,
        "%6.0f%% %9.0f %8.0f %12.0f %8.0f %7.0f %8.0f %10.2f  at %.0f cameras: %s; %s",
        100 * load.motion(),
        load.framesPerSecond(),
        load.bytesPerSecond() / MEGA,
        load.ingestCores(),
        load.workers(),
        load.trackCores(),
        load.brokers(),
        load.euroPerCameraMonth(costs),
        wall.cameras(),
        wall.what(),
        wall.then());
  }

  /** Adds the bills of the load on the machines of offers. */
  private void bills(StringBuilder text, String name, MachineOffer offer) {
    text.append('\n');
    line(
        text,
        "On machines of %s, prices of %s: ingest %s, detect %s, track %s, brokers %s",
        name,
        offer.asOf(),
        offer.ingest().name(),
        offer.detect().name(),
        offer.track().name(),
        offer.broker().name());
    line(
        text,
        "%7s %8s %8s %7s %8s %12s",
        "motion",
        "ingest",
        "detect",
        "track",
        "brokers",
        offer.currency() + "/cam/mon");
    for (FleetLoad load : loads()) {
      MachineOffer.Bill bill = offer.bill(load, costs);
      line(
          text,
          "%6.0f%% %8d %8d %7d %8d %12.2f",
          100 * load.motion(),
          bill.ingest(),
          bill.detect(),
          bill.track(),
          bill.brokers(),
          bill.perCamera());
    }
  }

  private static void row(StringBuilder text, Trial failure) {
    ZoneFailure.Outcome outcome = failure.outcome();
    line(
        text,
        "%8.0f%% %12s %9d %10.2f%% %8.2f%% %9.1f %11d",
        100 * failure.headroom(),
        failure.restoredSeconds() == 0 ? "never" : failure.restoredSeconds() + " s",
        outcome.blindSeconds(),
        100 * outcome.lost(),
        100 * outcome.late(),
        outcome.longestLag(),
        outcome.degradedSeconds());
  }

  private static void line(StringBuilder text, String form, Object... values) {
    text.append(String.format(Locale.ROOT, form, values)).append('\n');
  }
}
