package io.vedette.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.RandomCases;
import io.vedette.event.scene.TrackSummary.PathPoint;
import io.vedette.geometry.RelativePoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathsTest {
  @Test
  void shouldKeepBothEndsAndStayShort() {
    RandomCases.check(
        50,
        random -> {
          List<PathPoint> path = List.of();
          RelativePoint place = new RelativePoint(random.nextDouble(), random.nextDouble());
          List<PathPoint> all = new ArrayList<>();
          for (int i = 0; i < 400; i++) {
            PathPoint point = new PathPoint(Instant.ofEpochMilli(i), place);
            all.add(point);
            path = Paths.extended(path, point);
            double stride = random.nextDouble() * 0.05;
            place =
                new RelativePoint(
                    place.x() + stride * random.nextGaussian(),
                    place.y() + stride * random.nextGaussian());
          }

          assertThat(path).hasSizeLessThanOrEqualTo(Paths.MOST).isSubsetOf(all);
          assertThat(path.get(0)).isEqualTo(all.get(0));
          assertThat(path.get(path.size() - 1)).isEqualTo(all.get(399));
          assertThat(path).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        });
  }

  @Test
  void shouldKeepTheCornersOfALongWay() {
    List<PathPoint> path = List.of();
    for (int i = 0; i <= 1000; i++) { // right along the top, then down the right side
      double along = i / 500.0;
      RelativePoint place = new RelativePoint(Math.min(1, along), Math.max(0, along - 1));
      path = Paths.extended(path, new PathPoint(Instant.ofEpochMilli(i), place));
    }

    assertThat(path).anyMatch(point -> distance(point, 1, 0) < 2 * Paths.STEP);
    assertThat(path).hasSizeLessThanOrEqualTo(Paths.MOST);
  }

  @Test
  void shouldNotGrowWhileSomethingStands() {
    List<PathPoint> path = List.of();
    for (int i = 0; i < 1000; i++) {
      RelativePoint place = new RelativePoint(0.5 + (i % 2) * 0.001, 0.5);
      path = Paths.extended(path, new PathPoint(Instant.ofEpochMilli(i), place));
    }

    assertThat(path).hasSize(2);
  }

  private static double distance(PathPoint point, double x, double y) {
    return Math.hypot(point.place().x() - x, point.place().y() - y);
  }
}
