package io.vedette.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.frame.Motion;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionsTest {
  private static final Size MODEL = new Size(384, 256);
  private static final Size SIZE = new Size(1280, 720);

  @Test
  void shouldLookCloserAroundWhatMoves() {
    List<RelativeBox> regions = regions(2, moving(box(640, 360, 10, 24)));

    assertThat(regions)
        .singleElement()
        .satisfies(
            region -> {
              assertThat(holds(region, box(640, 360, 10, 24))).isTrue();
              assertThat(region.w() * SIZE.width()).isBetween(288.0, 320.0);
              assertThat(region.h() * SIZE.height()).isBetween(192.0, 196.0);
            });
  }

  @Test
  void shouldLookAtTheWholeAloneWhereTheRecordSaysSo() {
    Motion whole = new Motion(List.of(box(640, 360, 10, 24)), true, 0, "0a");

    assertThat(regions(2, whole)).isEmpty();
    assertThat(regions(2, null)).isEmpty();
    assertThat(regions(0, moving(box(640, 360, 10, 24)))).isEmpty();
    assertThat(regions(2, moving())).isEmpty();
  }

  @Test
  void shouldSeeWhatIsLargeInTheWhole() {
    assertThat(regions(2, moving(box(100, 100, 700, 500)))).isEmpty();
  }

  @Test
  void shouldJoinWhatIsNearAndTakeTheLargestOfWhatIsNot() {
    RelativeBox one = box(100, 100, 20, 40);
    RelativeBox near = box(160, 120, 20, 40);
    RelativeBox far = box(900, 500, 20, 40);
    RelativeBox other = box(1200, 100, 20, 40);

    List<RelativeBox> regions = regions(2, moving(one, near, far, other));

    assertThat(regions).hasSize(2);
    assertThat(holds(regions.get(0), one) && holds(regions.get(0), near)).isTrue();
    assertThat(holds(regions.get(1), far)).isTrue();
  }

  @Test
  void shouldGiveRegionsInsideThePictureThatCanBeCutOut() {
    Random random = new Random(3);
    for (int round = 0; round < 500; round++) {
      Size size = new Size(64 + 2 * random.nextInt(2000), 64 + 2 * random.nextInt(1200));
      List<RelativeBox> boxes = new ArrayList<>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        double x = random.nextDouble();
        double y = random.nextDouble();
        boxes.add(RelativeBox.ofCorners(x, y, x + random.nextDouble() / 3, y + 0.2));
      }
      Motion motion = new Motion(boxes, false, 0, "0a");
      List<RelativeBox> regions = new Regions(MODEL, 3).of(motion, size);

      assertThat(regions).isEqualTo(new Regions(MODEL, 3).of(motion, size));
      assertThat(regions.size()).isLessThanOrEqualTo(3);
      for (RelativeBox region : regions) {
        assertThat(region.x()).isBetween(0.0, 1.0);
        assertThat(region.w()).isPositive();
        assertThat(region.h()).isPositive();
        assertThat(region.right()).isLessThanOrEqualTo(1 + 1e-12);
        assertThat(region.bottom()).isLessThanOrEqualTo(1 + 1e-12);
        double left = region.x() * size.width();
        assertThat(Math.abs(left - 16 * Math.rint(left / 16))).isLessThan(1e-6);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // most, width, height of the picture, tiles
    "0, 1280, 720, 0",
    "1, 1280, 720, 0",
    "2, 1280, 720, 2",
    "4, 1920, 1080, 4",
    "8, 3840, 2160, 6",
    "4, 300, 200, 0",
    "2, 720, 1280, 2",
    "4, 4000, 300, 4",
    "3, 300, 4000, 3"
  })
  void shouldCoverAPictureWithTiles(int most, int width, int height, int expected) {
    Size size = new Size(width, height);

    List<RelativeBox> tiles = new Regions(MODEL, most).tiles(size);

    assertThat(tiles).hasSize(expected);
    if (expected > 0) {
      for (int i = 0; i < 1000; i++) {
        RelativeBox point = new RelativeBox(i % 40 / 40.0, i / 40 / 25.0, 0.02, 0.02);
        assertThat(tiles).anyMatch(tile -> holds(tile, point));
      }
    }
  }

  private static boolean holds(RelativeBox region, RelativeBox box) {
    return region.x() <= box.x()
        && region.y() <= box.y()
        && region.right() >= box.right()
        && region.bottom() >= box.bottom();
  }

  private static List<RelativeBox> regions(int most, @Nullable Motion motion) {
    return new Regions(MODEL, most).of(motion, SIZE);
  }

  private static Motion moving(RelativeBox... boxes) {
    return new Motion(List.of(boxes), false, 0, "0a");
  }

  private static RelativeBox box(int x, int y, int w, int h) {
    return new RelativeBox(
        (double) x / SIZE.width(),
        (double) y / SIZE.height(),
        (double) w / SIZE.width(),
        (double) h / SIZE.height());
  }
}
