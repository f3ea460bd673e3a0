package io.vedette.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.RandomCases;
import io.vedette.geometry.RelativeLine;
import io.vedette.geometry.RelativePoint;
import io.vedette.rule.Occurrence.Direction;
import io.vedette.rule.Occurrence.LineCount;
import io.vedette.rule.Occurrence.LineCrossed;
import io.vedette.rule.RuleState.Passage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LineTest {
  private static final int GRID = 16;

  /** Up the middle: right is the larger x. */
  private static final LineSettings MIDDLE = new LineSettings("0.5,0.75 0.5,0.25", List.of(), 0);

  @Test
  void shouldCountBothDirections() {
    Script script = script(MIDDLE);
    walk(script, 0.25, 0.5, 0.75, 0.25);

    assertThat(script.reported(LineCrossed.class))
        .extracting(LineCrossed::direction)
        .containsExactly(Direction.TO_RIGHT, Direction.TO_LEFT);
    assertThat(script.reported(LineCrossed.class).get(1).count()).isEqualTo(new LineCount(1, 1));
    assertThat(script.engine().state().counts()).containsEntry("line", new LineCount(1, 1));
  }

  @Test
  void shouldCountAnObjectThatJumpsAcross() {
    Script script = script(MIDDLE);
    walk(script, 0.125, 0.875);

    assertThat(script.reported(LineCrossed.class)).hasSize(1);
  }

  @Test
  void shouldCountAnObjectThatCrossesBeforeItIsBelieved() {
    Script script = script(MIDDLE);
    script.see(1, 0.25, 0.5).see(1, 0.75, 0.5).frame(); // born left, confirmed right

    assertThat(script.reported(LineCrossed.class)).hasSize(1);
  }

  @Test
  void shouldNotCountTouching() {
    Script script = script(MIDDLE);
    walk(script, 0.25, 0.5, 0.5, 0.375, 0.5, 0.25);

    assertThat(script.reported(LineCrossed.class)).isEmpty();
  }

  @Test
  void shouldNotCountGoingRoundAnEnd() {
    Script script = script(MIDDLE);
    for (double[] place :
        new double[][] {{0.375, 0.5}, {0.375, 0.875}, {0.625, 0.875}, {0.625, 0.5}}) {
      script.after(100).see(1, place[0], place[1]).frame();
    }
    script.after(100).see(1, 0.375, 0.5).frame();

    assertThat(script.reported(LineCrossed.class))
        .extracting(LineCrossed::direction)
        .containsExactly(Direction.TO_LEFT);
  }

  @Test
  void shouldCountWhatPassesAnEndExactly() {
    Script lower = script(new LineSettings("0.5,0.75 0.5,0.5", List.of(), 0));
    walk(lower, 0.25, 0.75, 0.5, 0.25); // all at the height of its end
    Script upper = script(new LineSettings("0.5,0.5 0.5,0.25", List.of(), 0));
    walk(upper, 0.25, 0.75, 0.5, 0.25);

    assertThat(lower.reported(LineCrossed.class)).hasSize(2);
    assertThat(upper.reported(LineCrossed.class)).hasSize(2);
  }

  @Test
  void shouldWaitForTheMarginAndTakeTremblingBack() {
    Script script = script(new LineSettings("0.5,0.75 0.5,0.25", List.of(), 0.1));
    walk(script, 0.4375, 0.5625, 0.4375, 0.53125, 0.46875, 0.5625);
    assertThat(script.reported(LineCrossed.class)).isEmpty();

    walk(script, 0.625);
    assertThat(script.reported(LineCrossed.class)).hasSize(1);
  }

  @Test
  void shouldTellWhatIsPendingWhenTheObjectEnds() {
    Script script = script(new LineSettings("0.5,0.75 0.5,0.25", List.of(), 0.25));
    walk(script, 0.25, 0.625);

    List<Occurrence> last = script.after(100).end(1).frame();

    assertThat(last).hasExactlyElementsOfTypes(LineCrossed.class, Occurrence.TrackEnded.class);
  }

  @Test
  void shouldNotCrossWhileLostButWhenFound() {
    Script script = script(MIDDLE);
    walk(script, 0.25);
    script.after(100).see(1, 0.75, 0.5).lose(1).frame();
    assertThat(script.reported(LineCrossed.class)).isEmpty();

    walk(script, 0.75);
    assertThat(script.reported(LineCrossed.class)).hasSize(1);
  }

  @Test
  void shouldCountOnlyItsLabels() {
    Script script = script(new LineSettings("0.5,0.75 0.5,0.25", List.of("car"), 0));
    script.see(1, "person", 0.25, 0.5).see(2, "car", 0.25, 0.5).frame();
    script.after(100).see(1, "person", 0.75, 0.5).see(2, "car", 0.75, 0.5).frame();

    assertThat(script.reported(LineCrossed.class))
        .extracting(crossed -> crossed.track().id())
        .containsExactly(2L);
  }

  @Test
  void shouldNotTakeAMovedLineForACrossing() {
    Script script = script(new LineSettings("0.25,0.75 0.25,0.25", List.of(), 0));
    walk(script, 0.375, 0.4375);

    script.use(Script.rules(Map.of(), Map.of("line", MIDDLE)));
    walk(script, 0.46875);
    assertThat(script.reported(LineCrossed.class)).isEmpty();

    walk(script, 0.75);
    assertThat(script.reported(LineCrossed.class))
        .extracting(LineCrossed::direction)
        .containsExactly(Direction.TO_RIGHT);
  }

  @Test
  void shouldBalanceToTheChangeOfSidesOnALongLine() {
    RandomCases.check(
        3000,
        random -> {
          RelativeLine line = line("0.5,1 0.5,0");
          List<RelativePoint> path = path(random, 2 + random.nextInt(20));

          List<Integer> sides = path.stream().map(line::sideOf).filter(side -> side != 0).toList();
          int expected = sides.isEmpty() ? 0 : (sides.get(sides.size() - 1) - sides.get(0)) / 2;
          assertThat(balance("0.5,1 0.5,0", path)).isEqualTo(expected);
        });
  }

  @Test
  void shouldCountTheSameHoweverFinelyThePathIsSeen() {
    RandomCases.check(
        3000,
        random -> {
          String line = anyLine(random);
          List<RelativePoint> path = path(random, 2 + random.nextInt(10));
          List<RelativePoint> finer = new ArrayList<>();
          for (int i = 0; i < path.size(); i++) {
            if (i > 0 && random.nextBoolean()) {
              finer.add(between(path.get(i - 1), path.get(i)));
            }
            finer.add(path.get(i));
          }

          assertThat(crossings(line, finer)).isEqualTo(crossings(line, path));
        });
  }

  @Test
  void shouldTurnSignsWithTheLine() {
    RandomCases.check(
        1000,
        random -> {
          String[] ends = anyLine(random).split(" ");
          List<RelativePoint> path = path(random, 2 + random.nextInt(10));

          assertThat(balance(ends[1] + " " + ends[0], path))
              .isEqualTo(-balance(ends[0] + " " + ends[1], path));
        });
  }

  @Test
  void shouldUndoEachCrossingOnTheWayBack() {
    RandomCases.check(
        1000,
        random -> {
          String line = anyLine(random);
          List<RelativePoint> there = new ArrayList<>();
          for (int i = 2 + random.nextInt(10); i > 0; i--) {
            there.add(new RelativePoint(random.nextDouble(), random.nextDouble()));
          }
          List<RelativePoint> back = new ArrayList<>(there);
          Collections.reverse(back);

          assertThat(balance(line, back)).isEqualTo(-balance(line, there));
        });
  }

  private static int balance(String line, List<RelativePoint> path) {
    return crossings(line, path).stream().mapToInt(Integer::intValue).sum();
  }

  private static List<Integer> crossings(String points, List<RelativePoint> path) {
    LineRule rule = new LineRule("line", new LineSettings(points, List.of(), 0));
    List<Integer> crossings = new ArrayList<>();
    @Nullable Passage passage = null;
    RelativePoint from = path.get(0);
    for (RelativePoint to : path) {
      passage = rule.seen(passage, from, to);
      if (passage.pending() != 0) {
        crossings.add(passage.pending());
        passage = new Passage(passage.side(), 0);
      }
      from = to;
    }
    return crossings;
  }

  private static RelativeLine line(String points) {
    return RelativeLine.parse(points);
  }

  private static String anyLine(Random random) {
    RelativePoint start = point(random);
    RelativePoint end = point(random);
    while (end.equals(start)) {
      end = point(random);
    }
    return start.x() + "," + start.y() + " " + end.x() + "," + end.y();
  }

  private static List<RelativePoint> path(Random random, int length) {
    List<RelativePoint> path = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      path.add(point(random));
    }
    return path;
  }

  private static RelativePoint point(Random random) {
    return new RelativePoint(
        random.nextInt(GRID + 1) / (double) GRID, random.nextInt(GRID + 1) / (double) GRID);
  }

  private static RelativePoint between(RelativePoint a, RelativePoint b) {
    return new RelativePoint((a.x() + b.x()) / 2, (a.y() + b.y()) / 2);
  }

  private static Script script(LineSettings line) {
    return new Script(Script.rules(Map.of(), Map.of("line", line)));
  }

  private static void walk(Script script, double... places) {
    for (double x : places) {
      script.after(100).see(1, x, 0.5).frame();
    }
  }
}
