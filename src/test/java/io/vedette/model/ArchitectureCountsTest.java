package io.vedette.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vedette.geometry.Size;
import io.vedette.model.layer.Inventory;
import io.vedette.model.layer.Shape;
import io.vedette.model.repvit.RepVit;
import io.vedette.model.repvit.RepVitVariant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameters, convolutions and multiplications as the reference implementation has them. */
class ArchitectureCountsTest {
  @ParameterizedTest
  @CsvSource({
    "M0_6, 2165652, 2147072, 0.385",
    "M0_9, 4717792, 4682056, 0.816",
    "M1_0, 6403004, 6361312, 1.106",
    "M1_1, 7774864, 7731312, 1.337",
    "M1_5, 13616384, 13536992, 2.274",
    "M2_3, 22404232, 22285792, 4.516",
  })
  void shouldHaveTheBackbonesParameters(
      RepVitVariant variant, long trained, long folded, double giga) {
    Inventory branches = Inventory.trained();
    Inventory single = Inventory.folded();

    new RepVit(variant).features(new Shape(3, 224, 224), branches);
    new RepVit(variant).features(new Shape(3, 224, 224), single);

    assertThat(branches.parameters()).isEqualTo(trained);
    assertThat(single.parameters()).isEqualTo(folded);
    assertThat(single.multiplications() / 1e9).isCloseTo(giga, within(0.01 * giga + 0.003));
  }

  @ParameterizedTest
  @CsvSource({
    "repvit_m0_6-yolov5n, 80, 3212433, 3191325, 99, 4.09",
    "repvit_m0_6-yolov5n, 5, 3110958, 3089850, 99, ",
    "repvit_m0_9-yolov5n, 80, 5825053, 5786757, 132, 7.64",
    "repvit_m0_9-yolov5s, 80, 8229597, 8188933, 132, 9.83",
    "repvit_m1_0-yolov5s, 80, 10017273, 9970621, 132, 12.26",
    "repvit_m1_1-yolov5s, 80, 11495693, 11447149, 124, 14.21",
    "repvit_m1_5-yolov5m, 80, 23497149, 23408669, 204, 27.68",
    "repvit_m2_3-yolov5l, 80, 43780357, 43647517, 260, 56.96",
    "yolov5n, 80, 1872157, 1867405, , 2.23",
    "yolov5n, 5, 1770682, , , ",
    "yolov5s, 80, 7235389, , , 8.22",
    "yolov5s, 5, 7033114, , , ",
    "yolov5m, 80, 21190557, , , 24.44",
    "yolov5m, 5, 20887482, , , ",
    "yolov5l, 80, 46563709, , , 54.50",
    "yolov5l, 5, 46159834, , , ",
  })
  void shouldHaveTheWholeNetworksParameters(
      String name, int classes, long trained, Long folded, Integer convs, Double giga) {
    Architecture architecture = Architecture.parse(name);

    Inventory single = architecture.folded(classes, Size.square(640));

    assertThat(architecture.trained(classes, Size.square(640)).parameters()).isEqualTo(trained);
    if (folded != null) {
      assertThat(single.parameters()).isEqualTo(folded);
    }
    if (convs != null) {
      assertThat(single.convs()).hasSize(convs);
    }
    if (giga != null) {
      assertThat(single.multiplications() / 1e9).isCloseTo(giga, within(0.01));
    }
  }

  @Test
  void shouldReadAndWriteNames() {
    assertThat(Architecture.parse("RepViT_M1.5-YOLOv5m")).hasToString("repvit_m1_5-yolov5m");
    assertThat(Architecture.parse("yolov5s")).hasToString("yolov5s");
  }

  @Test
  void shouldSayWhatNamesThereAre() {
    assertThatThrownBy(() -> Architecture.parse("repvit_m0_7-yolov5n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("m0_6")
        .hasMessageContaining("found repvit_m0_7-yolov5n");
  }
}
