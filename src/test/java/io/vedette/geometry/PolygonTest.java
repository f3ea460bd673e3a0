package io.vedette.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.RandomCases;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolygonTest {
  private static final int GRID = 8; // coarse, so that points often meet edges and corners exactly

  @Test
  void shouldTellInsideFromOutside() {
    RelativePolygon hook = RelativePolygon.parse("0.1,0.1 0.9,0.1 0.9,0.9 0.6,0.9 0.6,0.4 0.1,0.4");

    assertThat(hook.contains(new RelativePoint(0.7, 0.8))).isTrue();
    assertThat(hook.contains(new RelativePoint(0.3, 0.2))).isTrue();
    assertThat(hook.contains(new RelativePoint(0.3, 0.8))).isFalse();
  }

  @Test
  void shouldCountTheMiddleOfAFiveCornerStarAsOutside() {
    List<RelativePoint> star = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      double angle = Math.PI * 4 * i / 5;
      star.add(new RelativePoint(0.5 + 0.4 * Math.sin(angle), 0.5 - 0.4 * Math.cos(angle)));
    }
    RelativePolygon polygon = new RelativePolygon(star);

    assertThat(polygon.contains(new RelativePoint(0.5, 0.5))).isFalse();
    assertThat(polygon.contains(new RelativePoint(0.5, 0.2))).isTrue();
  }

  @Test
  void shouldNotDependOnWhereTheCornersStartNorOnTheirDirection() {
    RandomCases.check(
        2000,
        random -> {
          List<RelativePoint> corners = corners(random, 3 + random.nextInt(6));
          RelativePoint point = gridPoint(random);
          boolean inside = new RelativePolygon(corners).contains(point);

          Collections.rotate(corners, random.nextInt(9));
          assertThat(new RelativePolygon(corners).contains(point)).isEqualTo(inside);
          Collections.reverse(corners);
          assertThat(new RelativePolygon(corners).contains(point)).isEqualTo(inside);
        });
  }

  @Test
  void shouldCancelWhatTwoPartsBothCover() {
    RandomCases.check(
        2000,
        random -> {
          RelativePoint a = gridPoint(random);
          RelativePoint b = gridPoint(random);
          RelativePoint c = gridPoint(random);
          RelativePoint d = gridPoint(random);
          RelativePoint point = gridPoint(random);
          if (isOnBorder(point, List.of(a, b, c)) || isOnBorder(point, List.of(a, c, d))) {
            return;
          }
          boolean first = new RelativePolygon(List.of(a, b, c)).contains(point);
          boolean second = new RelativePolygon(List.of(a, c, d)).contains(point);

          boolean whole = new RelativePolygon(List.of(a, b, c, d)).contains(point);

          assertThat(whole).isEqualTo(first ^ second);
        });
  }

  @Test
  void shouldAgreeWithARayInAnotherDirection() {
    RandomCases.check(
        2000,
        random -> {
          List<RelativePoint> corners = corners(random, 3 + random.nextInt(6));
          RelativePoint point = new RelativePoint(random.nextDouble(), random.nextDouble());

          boolean inside = new RelativePolygon(corners).contains(point);

          corners.replaceAll(corner -> new RelativePoint(corner.y(), corner.x()));
          RelativePoint turned = new RelativePoint(point.y(), point.x());
          assertThat(new RelativePolygon(corners).contains(turned)).isEqualTo(inside);
        });
  }

  @Test
  void shouldContainItsBorder() {
    RandomCases.check(
        1000,
        random -> {
          List<RelativePoint> corners = corners(random, 3 + random.nextInt(6));
          RelativePolygon polygon = new RelativePolygon(corners);
          RelativePoint a = corners.get(0);
          RelativePoint b = corners.get(1);

          assertThat(corners).allMatch(polygon::contains);
          assertThat(polygon.contains(new RelativePoint((a.x() + b.x()) / 2, (a.y() + b.y()) / 2)))
              .isTrue();
        });
    assertThat(RelativePolygon.parse("0,0 1,0 1,1 0,1").contains(new RelativePoint(0.3, 1)))
        .isTrue();
  }

  @Test
  void shouldContainNothingButItsBorderWhenFlat() {
    RandomCases.check(
        500,
        random -> {
          List<RelativePoint> corners = new ArrayList<>();
          for (int i = 3 + random.nextInt(3); i > 0; i--) {
            double along = random.nextInt(GRID) / (double) GRID;
            corners.add(new RelativePoint(along, along / 2 + 0.25));
          }
          RelativePolygon flat = new RelativePolygon(corners);

          assertThat(flat.isFlat()).isTrue();
          RelativePoint point = gridPoint(random);
          assertThat(flat.contains(point)).isEqualTo(isOnBorder(point, corners));
        });
    assertThat(RelativePolygon.parse("0,0 0,0 1,0 1,1").isFlat()).isFalse();
  }

  @Test
  void shouldDecideNearlyStraightTurnsExactly() {
    RelativePoint a = new RelativePoint(0.1, 0.1);
    RelativePoint b = new RelativePoint(0.9, 0.9);
    RelativePoint on = new RelativePoint(0.3, 0.3);

    assertThat(Turn.of(a, b, on)).isZero();
    assertThat(Turn.of(a, b, new RelativePoint(0.3, Math.nextUp(0.3)))).isEqualTo(1);
    assertThat(Turn.of(a, b, new RelativePoint(Math.nextUp(0.3), 0.3))).isEqualTo(-1);
  }

  @Test
  void shouldSayWhatIsWrongWithAPolygon() {
    assertThatThrownBy(() -> RelativePolygon.parse("0,0 1,1"))
        .hasMessage("expected a polygon of at least 3 corners, found 2");
    assertThatThrownBy(() -> RelativePolygon.parse("0,0 640,1 1,1"))
        .hasMessage("expected a part of the picture, 0 to 1, found \"640\" in \"640,1\"");
    assertThatThrownBy(() -> RelativePolygon.parse("0;0 1,1 1,0")).hasMessageContaining("\"0;0\"");
    assertThatThrownBy(() -> RelativeLine.parse("0,0 0,0")).hasMessageContaining("two points");
    assertThatThrownBy(() -> RelativeLine.parse("0,0 0,1 1,1")).hasMessageContaining("found 3");
  }

  /** By lengths, which are exact enough on the grid. */
  private static boolean isOnBorder(RelativePoint point, List<RelativePoint> corners) {
    RelativePoint from = corners.get(corners.size() - 1);
    for (RelativePoint to : corners) {
      double detour = length(from, point) + length(point, to) - length(from, to);
      if (detour < 1e-12) {
        return true;
      }
      from = to;
    }
    return false;
  }

  private static double length(RelativePoint a, RelativePoint b) {
    return Math.hypot(a.x() - b.x(), a.y() - b.y());
  }

  private static List<RelativePoint> corners(Random random, int count) {
    List<RelativePoint> corners = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      corners.add(gridPoint(random));
    }
    return corners;
  }

  private static RelativePoint gridPoint(Random random) {
    return new RelativePoint(
        random.nextInt(GRID + 1) / (double) GRID, random.nextInt(GRID + 1) / (double) GRID);
  }
}
