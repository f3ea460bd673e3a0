package io.vedette.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.config.Settings;
import io.vedette.detection.BoxMerge.Look;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoxMergeTest {
  private static final RelativeBox REGION = new RelativeBox(0.25, 0.25, 0.5, 0.5);

  private final BoxMerge merge = new BoxMerge(Settings.defaults(DetectionSettings.class));

  @Test
  void shouldGiveWhatWasFoundInTheWholeWhereThereIsNoRegion() {
    List<DetectedObject> whole = List.of(person(0.9, 0.1, 0.1, 0.1, 0.2));

    assertThat(merge.merge(List.of(new Look(null, whole)))).isSameAs(whole);
  }

  @Test
  void shouldPlaceWhatARegionShowsInThePicture() {
    List<DetectedObject> merged =
        merge.merge(
            List.of(
                new Look(null, List.of()),
                new Look(REGION, List.of(person(0.8, 0.5, 0.5, 0.1, 0.2)))));

    assertThat(merged)
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.box().x()).isCloseTo(0.5, within(1e-9));
              assertThat(found.box().w()).isCloseTo(0.05, within(1e-9));
              assertThat(found.box().h()).isCloseTo(0.1, within(1e-9));
              assertThat(found.confidence()).isEqualTo(0.8);
            });
  }

  @Test
  void shouldKeepTheSurerOfTwoBoxesOfOneObject() {
    List<DetectedObject> merged =
        merge.merge(
            List.of(
                new Look(null, List.of(person(0.4, 0.5, 0.5, 0.05, 0.1))),
                new Look(REGION, List.of(person(0.8, 0.5, 0.5, 0.1, 0.2)))));

    assertThat(merged).extracting(DetectedObject::confidence).containsExactly(0.8);
  }

  @Test
  void shouldYieldToTheWholeBoxWhereAnInnerEdgeCutsOneOff() {
    DetectedObject whole = person(0.4, 0.6, 0.4, 0.3, 0.2);
    DetectedObject cut = person(0.95, 0.72, 0.3, 0.28, 0.4); // 0.61 to 0.75 of the picture

    assertThat(merge.merge(List.of(new Look(null, List.of(whole)), new Look(REGION, List.of(cut)))))
        .containsExactly(whole);
    assertThat(merge.merge(List.of(new Look(null, List.of()), new Look(REGION, List.of(cut)))))
        .hasSize(1);
  }

  @Test
  void shouldNotTakeThePicturesOwnEdgeForACut() {
    RelativeBox corner = new RelativeBox(0.5, 0.5, 0.5, 0.5);
    DetectedObject atEdge = person(0.9, 0.8, 0.6, 0.2, 0.4);
    DetectedObject weaker = person(0.5, 0.9, 0.8, 0.1, 0.2);

    assertThat(
            merge.merge(
                List.of(new Look(null, List.of(weaker)), new Look(corner, List.of(atEdge)))))
        .extracting(DetectedObject::confidence)
        .containsExactly(0.9);
  }

  @Test
  void shouldKeepApartWhatIsOfDifferentKinds() {
    DetectedObject rider =
        new DetectedObject("motorcycle", 2, 0.7, new RelativeBox(0.5, 0.5, 0.05, 0.1));

    assertThat(
            merge.merge(
                List.of(
                    new Look(null, List.of(rider)),
                    new Look(REGION, List.of(person(0.8, 0.5, 0.5, 0.1, 0.2))))))
        .hasSize(2);
  }

  @Test
  void shouldGiveTheSameWhateverElseIsInBetween() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      List<DetectedObject> whole = wild(random);
      List<DetectedObject> close = wild(random);
      List<Look> looks = List.of(new Look(null, whole), new Look(REGION, close));

      List<DetectedObject> merged = merge.merge(looks);

      assertThat(merge.merge(looks)).isEqualTo(merged);
      List<Double> confidences = new ArrayList<>();
      merged.forEach(box -> confidences.add(box.confidence()));
      List<Double> falling = new ArrayList<>(confidences);
      falling.sort(Collections.reverseOrder());
      assertThat(confidences).isEqualTo(falling);
      assertThat(merged.size()).isLessThanOrEqualTo(whole.size() + close.size());
    }
  }

  private static List<DetectedObject> wild(Random random) {
    List<DetectedObject> boxes = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      boxes.add(
          person(
              0.3 + 0.7 * random.nextDouble(),
              0.8 * random.nextDouble(),
              0.8 * random.nextDouble(),
              0.02 + 0.18 * random.nextDouble(),
              0.02 + 0.18 * random.nextDouble()));
    }
    boxes.sort((a, b) -> Double.compare(b.confidence(), a.confidence()));
    return boxes;
  }

  private static DetectedObject person(double confidence, double x, double y, double w, double h) {
    return new DetectedObject("person", 0, confidence, new RelativeBox(x, y, w, h));
  }
}
