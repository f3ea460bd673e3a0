package io.vedette.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.RandomCases;
import io.vedette.config.Settings;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.RelativePolygon;
import io.vedette.rule.Occurrence.Direction;
import io.vedette.rule.Occurrence.LineCrossed;
import io.vedette.rule.Occurrence.TrackStarted;
import io.vedette.rule.Occurrence.ZoneEntered;
import io.vedette.rule.Occurrence.ZoneLeft;
import io.vedette.tracking.Detection;
import io.vedette.tracking.Tracker;
import io.vedette.tracking.TrackerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is counted of someone on any path, from detections on: each crossing once, and no other. */
class WalkerCountingTest {
  private static final int GRID = 64;
  private static final double WIDTH = 4; // cells; powers of two, so that anchors are exact
  private static final double HEIGHT = 8;

  private record Cell(long x, long y) {
    String text() {
      return x / (double) GRID + "," + y / (double) GRID;
    }
  }

  @Test
  void shouldCountEachCrossingOfAnyLineOnceWhateverTheSteps() {
    RandomCases.check(
        500,
        random -> {
          Cell start = any(random);
          Cell end = new Cell(GRID - start.x, GRID - start.y);
          List<Cell> path = path(random, 60);
          LineSettings line =
              new LineSettings(start.text() + " " + end.text(), List.of(), /* margin= */ 0);

          List<Occurrence> reported = watch(Map.of(), Map.of("line", line), path, 200);

          assertThat(reported).filteredOn(TrackStarted.class::isInstance).hasSize(1);
          assertThat(crossings(reported)).isEqualTo(crossings(start, end, path));
        });
  }

  @Test
  void shouldTellEachStayInAZoneWhateverTheSteps() {
    RandomCases.check(
        300,
        random -> {
          String corners = any(random).text() + " " + any(random).text() + " 0.5,0.25 1,1";
          RelativePolygon area = RelativePolygon.parse(corners);
          List<Cell> path = path(random, 60);
          ZoneSettings zone = new ZoneSettings(corners, List.of(), 0, Duration.ZERO, null, 0, null);

          List<Occurrence> reported = watch(Map.of("zone", zone), Map.of(), path, 200);

          int stays = 0;
          boolean isInside = false;
          for (Cell cell : path.subList(1, path.size())) { // known from the second frame on
            boolean isNow = area.contains(box(cell).anchor());
            stays += isNow && !isInside ? 1 : 0;
            isInside = isNow;
          }
          assertThat(reported).filteredOn(ZoneEntered.class::isInstance).hasSize(stays);
          assertThat(reported).filteredOn(ZoneLeft.class::isInstance).hasSize(stays);
        });
  }

  /** Widths of the object from frame to frame, at 5 frames a second. */
  @ParameterizedTest
  @CsvSource({"0.25", "0.5", "1", "1.25", "1.5", "2", "2.5", "3"})
  void shouldCountWhoeverRunsThroughThePictureOnce(double widths) {
    List<Cell> path = new ArrayList<>();
    for (double x = 4; x < GRID - 2; x += widths * WIDTH) {
      path.add(new Cell((long) x, 40));
    }
    LineSettings line = new LineSettings("0.5,1 0.5,0", List.of(), 0.01);

    assertThat(crossings(watch(Map.of(), Map.of("line", line), path, 200)))
        .containsExactly(Direction.TO_RIGHT);
  }

  @Test
  void shouldNotCountAgainAndAgainWhoStandsOnALine() {
    Random random = new Random(1);
    Tracker tracker = new Tracker(Settings.defaults(TrackerSettings.class));
    LineSettings line = new LineSettings("0,0.75 1,0.75", List.of(), 0.01);
    RuleEngine engine = new RuleEngine(Script.rules(Map.of(), Map.of("line", line)));
    List<Occurrence> reported = new ArrayList<>();
    for (int frame = 0; frame < 600; frame++) {
      Instant at = Instant.EPOCH.plusMillis(200L * frame);
      double bottom = 0.75 + 0.4 * 0.01 * random.nextGaussian();
      RelativeBox box =
          RelativeBox.ofCorners(0.4, 0.35 + 0.004 * random.nextGaussian(), 0.5, bottom);
      reported.addAll(
          engine.update(at, tracker.update(at, List.of(new Detection("person", 0.9, box)))));
    }

    assertThat(crossings(reported)).hasSizeLessThan(2); // to the side on which he is
  }

  private static List<Occurrence> watch(
      Map<String, ZoneSettings> zones,
      Map<String, LineSettings> lines,
      List<Cell> path,
      long millis) {
    Tracker tracker = new Tracker(Settings.defaults(TrackerSettings.class));
    RuleEngine engine = new RuleEngine(Script.rules(zones, lines));
    List<Occurrence> reported = new ArrayList<>();
    Instant at = Instant.EPOCH;
    for (Cell cell : path) {
      at = at.plusMillis(millis);
      reported.addAll(
          engine.update(at, tracker.update(at, List.of(new Detection("person", 0.9, box(cell))))));
    }
    reported.addAll(engine.update(at, tracker.end()));
    return reported;
  }

  private static List<Direction> crossings(List<Occurrence> reported) {
    return reported.stream()
        .filter(LineCrossed.class::isInstance)
        .map(occurrence -> ((LineCrossed) occurrence).direction())
        .toList();
  }

  /** In whole numbers: where the last step to the other side meets the line, if it does. */
  private static List<Direction> crossings(Cell start, Cell end, List<Cell> path) {
    List<Direction> crossings = new ArrayList<>();
    int side = Long.signum(cross(start, end, path.get(0)));
    for (int i = 1; i < path.size(); i++) {
      Cell from = path.get(i - 1);
      Cell to = path.get(i);
      long before = cross(start, end, from);
      long after = cross(start, end, to);
      if (after != 0 && Long.signum(after) != side) {
        long whole = before - after;
        long x = (from.x - start.x) * whole + before * (to.x - from.x);
        long y = (from.y - start.y) * whole + before * (to.y - from.y);
        long along = (x * (end.x - start.x) + y * (end.y - start.y)) * Long.signum(whole);
        long length = (end.x - start.x) * (end.x - start.x) + (end.y - start.y) * (end.y - start.y);
        if (side != 0 && along >= 0 && along <= length * Math.abs(whole)) {
          crossings.add(after > 0 ? Direction.TO_RIGHT : Direction.TO_LEFT);
        }
        side = Long.signum(after);
      }
    }
    return crossings;
  }

  private static long cross(Cell a, Cell b, Cell p) {
    return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
  }

  /** Steps of up to three widths and one height, standing still now and then. */
  private static List<Cell> path(Random random, int length) {
    List<Cell> path = new ArrayList<>();
    long x = 2 + random.nextInt(GRID - 3);
    long y = 8 + random.nextInt(GRID - 8);
    for (int i = 0; i < length; i++) {
      path.add(new Cell(x, y));
      if (random.nextInt(4) > 0) {
        x = Math.min(GRID - 2, Math.max(2, x + random.nextInt(25) - 12));
        y = Math.min(GRID, Math.max(8, y + random.nextInt(17) - 8));
      }
    }
    return path;
  }

  private static Cell any(Random random) {
    return new Cell(random.nextInt(GRID / 2), random.nextInt(GRID + 1));
  }

  private static RelativeBox box(Cell anchor) {
    return new RelativeBox(
        (anchor.x - WIDTH / 2) / GRID, (anchor.y - HEIGHT) / GRID, WIDTH / GRID, HEIGHT / GRID);
  }
}
