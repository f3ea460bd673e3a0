package io.vedette.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.model.yolo.Anchors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnchorFinderTest {
  private static final Size PICTURE = new Size(640, 480);

  /** Widths and heights in pixels of a picture of 640 × 480. */
  private static final int[][] SIZES = {
    {16, 16}, {16, 48}, {48, 16}, {64, 64}, {64, 192}, {192, 64}, {256, 256}, {150, 440}, {600, 200}
  };

  @Test
  void shouldFindOneForEachSizeThatBoxesHave() {
    Anchors anchors = AnchorFinder.find(pictures(10), Size.square(320), 1);

    for (int[] size : SIZES) {
      double nearest =
          IntStream.range(0, 9)
              .mapToDouble(i -> ratio(anchors, i, size[0] / 2.0, size[1] / 2.0))
              .min()
              .orElseThrow();
      assertThat(nearest).as(size[0] + " × " + size[1]).isLessThan(1.1);
    }
  }

  @Test
  void shouldPutTheSmallestFirst() {
    Anchors anchors = AnchorFinder.find(pictures(10), Size.square(320), 1);

    for (int i = 1; i < 9; i++) {
      assertThat(area(anchors, i)).isGreaterThanOrEqualTo(area(anchors, i - 1));
    }
  }

  @Test
  void shouldTakeTheUsualOnesWhenThereAreTooFewBoxes() {
    assertThat(AnchorFinder.find(pictures(2), Size.square(320), 1))
        .hasToString(Anchors.COCO.scaled(0.5).toString());
  }

  /** One box each, its sides varied by a twentieth. */
  private static List<LabelledPicture> pictures(int ofEachSize) {
    SplittableRandom random = new SplittableRandom(7);
    List<LabelledPicture> pictures = new ArrayList<>();
    for (int[] size : SIZES) {
      for (int i = 0; i < ofEachSize; i++) {
        double width = size[0] * (0.95 + 0.1 * random.nextDouble()) / PICTURE.width();
        double height = size[1] * (0.95 + 0.1 * random.nextDouble()) / PICTURE.height();
        LabelledBox box = new LabelledBox(0, new RelativeBox(0, 0, width, height));
        pictures.add(new LabelledPicture("p", PICTURE, 0, 0, List.of(box)));
      }
    }
    return pictures;
  }

  private static double area(Anchors anchors, int i) {
    return width(anchors, i) * height(anchors, i);
  }

  private static double ratio(Anchors anchors, int i, double width, double height) {
    double wider = width(anchors, i) / width;
    double higher = height(anchors, i) / height;
    return Math.max(Math.max(wider, 1 / wider), Math.max(higher, 1 / higher));
  }

  private static double width(Anchors anchors, int i) {
    return anchors.at(i / 3)[i % 3 * 2];
  }

  private static double height(Anchors anchors, int i) {
    return anchors.at(i / 3)[i % 3 * 2 + 1];
  }
}
