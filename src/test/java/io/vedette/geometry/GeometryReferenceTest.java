package io.vedette.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.RandomCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Polygons and lines against whole-number arithmetic on a coarse grid, on which points meet corners
 * and edges all the time: repeated corners, flat parts, spikes, crossings with themselves.
 */
class GeometryReferenceTest {
  private static final int GRID = 8;

  /** A way out of the picture so nearly flat that it meets no second point of the grid. */
  private static final Cell FAR = new Cell(1009 * GRID, GRID + 1);

  private record Cell(long x, long y) {
    static Cell any(Random random) {
      return new Cell(random.nextInt(GRID + 1), random.nextInt(GRID + 1));
    }

    RelativePoint point() {
      return new RelativePoint(x / (double) GRID, y / (double) GRID);
    }
  }

  @Test
  void shouldHoldWhatWholeNumbersSayIsInside() {
    RandomCases.check(
        20_000,
        random -> {
          List<Cell> corners = new ArrayList<>();
          for (int i = 3 + random.nextInt(8); i > 0; i--) {
            boolean repeats = !corners.isEmpty() && random.nextInt(4) == 0;
            corners.add(repeats ? corners.get(random.nextInt(corners.size())) : Cell.any(random));
          }
          Cell place = Cell.any(random);
          RelativePolygon polygon = new RelativePolygon(corners.stream().map(Cell::point).toList());

          assertThat(polygon.contains(place.point())).isEqualTo(isInside(corners, place));
        });
  }

  @Test
  void shouldBeFlatOnlyWhenNothingIsInside() {
    RandomCases.check(
        5_000,
        random -> {
          List<Cell> corners = new ArrayList<>();
          for (int i = 3 + random.nextInt(4); i > 0; i--) {
            corners.add(new Cell(random.nextInt(3), random.nextInt(3)));
          }
          RelativePolygon polygon = new RelativePolygon(corners.stream().map(Cell::point).toList());

          if (polygon.isFlat()) {
            for (int i = 0; i < 20; i++) {
              RelativePoint place = new RelativePoint(random.nextDouble(), random.nextDouble());
              assertThat(polygon.contains(place)).isFalse();
            }
          }
        });
  }

  @Test
  void shouldPassALineWhereFractionsSayTheyMeet() {
    RandomCases.check(
        20_000,
        random -> {
          Cell start = Cell.any(random);
          Cell end = Cell.any(random);
          Cell from = Cell.any(random);
          Cell to = Cell.any(random);
          long before = cross(start, end, from);
          long after = cross(start, end, to);
          if (start.equals(end) || after == 0 || Long.signum(before) == Long.signum(after)) {
            return; // no step to the other side
          }
          RelativeLine line = new RelativeLine(start.point(), end.point());

          boolean isPassed = line.isPassedBy(from.point(), to.point());

          assertThat(line.sideOf(to.point())).isEqualTo(Long.signum(after));
          assertThat(isPassed).isEqualTo(meets(start, end, from, to, before, after));
        });
  }

  /** Even-odd along the way out; the border is inside. */
  private static boolean isInside(List<Cell> corners, Cell place) {
    int crossings = 0;
    for (int i = 0; i < corners.size(); i++) {
      Cell a = corners.get(i);
      Cell b = corners.get((i + 1) % corners.size());
      if (cross(a, b, place) == 0 && dot(place, a, b) <= 0) {
        return true;
      }
      Cell out = new Cell(place.x + FAR.x, place.y + 1);
      boolean parts = sign(a, b, place) * sign(a, b, out) < 0;
      crossings += parts && sign(place, out, a) * sign(place, out, b) < 0 ? 1 : 0;
    }
    return crossings % 2 == 1;
  }

  /**
   * The step is at the line's extension after the part before ÷ (before − after) of it; there it is
   * between the ends when its way along the line is 0 to the line's length, all times before −
   * after.
   */
  private static boolean meets(Cell start, Cell end, Cell from, Cell to, long before, long after) {
    long whole = before - after;
    long x = (from.x - start.x) * whole + before * (to.x - from.x);
    long y = (from.y - start.y) * whole + before * (to.y - from.y);
    long along = (x * (end.x - start.x) + y * (end.y - start.y)) * Long.signum(whole);
    long length = (end.x - start.x) * (end.x - start.x) + (end.y - start.y) * (end.y - start.y);
    return along >= 0 && along <= length * Math.abs(whole);
  }

  private static int sign(Cell a, Cell b, Cell p) {
    return Long.signum(cross(a, b, p));
  }

  private static long cross(Cell a, Cell b, Cell p) {
    return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
  }

  private static long dot(Cell p, Cell a, Cell b) {
    return (a.x - p.x) * (b.x - p.x) + (a.y - p.y) * (b.y - p.y);
  }
}
