package io.vedette.model.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.model.data.LabelledBox;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures worked out by hand from COCO's definition. */
class AccuracyMeterTest {
  private static final RelativeBox A = new RelativeBox(0.0, 0.0, 0.2, 0.2);
  private static final RelativeBox B = new RelativeBox(0.5, 0.5, 0.2, 0.2);
  private static final RelativeBox C = new RelativeBox(0.0, 0.7, 0.2, 0.2);

  /** Shifted by a quarter of its width: overlap 3/4, union 5/4, IoU 0.6. */
  private static final RelativeBox NEAR_A = new RelativeBox(0.05, 0.0, 0.2, 0.2);

  private static final Size PICTURE = new Size(320, 240);

  private final AccuracyMeter meter = new AccuracyMeter(List.of("cat", "dog"));

  @Test
  void shouldBePerfectWhenAllIsFoundExactly() {
    meter.add(List.of(found(0, 0.9, A), found(1, 0.8, B)), List.of(cat(A), dog(B)), PICTURE);

    Accuracy accuracy = meter.result();

    assertThat(accuracy.map50()).isCloseTo(1, within(1e-12));
    assertThat(accuracy.map()).isCloseTo(1, within(1e-12));
    assertThat(accuracy.precision()).isEqualTo(1);
    assertThat(accuracy.recall()).isEqualTo(1);
  }

  /**
   * Three cats; boxes by confidence: right, wrong, right. Precision 1 up to recall 1/3 (points 0 to
   * 33: 34 of them), 2/3 up to recall 2/3 (34 to 66: 33), then 0: (34 + 33 · 2/3) / 101 = 56/101.
   */
  @Test
  void shouldReadPrecisionAt101Recalls() {
    meter.add(
        List.of(found(0, 0.9, A), found(0, 0.8, C), found(0, 0.7, B)),
        List.of(cat(A), cat(B), cat(new RelativeBox(0.8, 0.0, 0.1, 0.1))),
        PICTURE);

    ClassAccuracy cat = meter.result().classes().get(0);

    assertThat(cat.map50()).isCloseTo(56.0 / 101, within(1e-12));
    assertThat(cat.map()).isCloseTo(56.0 / 101, within(1e-12));
  }

  /** IoU 0.6 is right at 0.50, 0.55 and 0.60, wrong at the other seven: 3/10. */
  @Test
  void shouldAverageOverTenIous() {
    meter.add(List.of(found(0, 0.9, NEAR_A)), List.of(cat(A)), PICTURE);

    ClassAccuracy cat = meter.result().classes().get(0);

    assertThat(cat.map50()).isCloseTo(1, within(1e-12));
    assertThat(cat.map()).isCloseTo(0.3, within(1e-12));
  }

  /** The second box on the same cat is wrong: precision at recall 1 stays 1, as it came first. */
  @Test
  void shouldCountEachObjectOnce() {
    meter.add(List.of(found(0, 0.9, A), found(0, 0.8, NEAR_A)), List.of(cat(A)), PICTURE);

    Accuracy accuracy = meter.result();

    assertThat(accuracy.classes().get(0).map50()).isCloseTo(1, within(1e-12));
    assertThat(accuracy.confidence()).isGreaterThan(0.8);
  }

  /**
   * The worse box comes first and takes the cat; the exact one is then wrong: AP 1, but at 0.65.
   */
  @Test
  void shouldGiveTheObjectToTheMoreConfidentBox() {
    meter.add(List.of(found(0, 0.8, A), found(0, 0.9, NEAR_A)), List.of(cat(A)), PICTURE);

    ClassAccuracy cat = meter.result().classes().get(0);

    // At 0.65 … 0.95 the first is wrong and the second right: precision 1/2 at every recall.
    assertThat(cat.map()).isCloseTo((3 * 1 + 7 * 0.5) / 10, within(1e-12));
  }

  @Test
  void shouldIgnoreBoxesOverACrowd() {
    LabelledBox crowd = new LabelledBox(0, new RelativeBox(0.4, 0.4, 0.6, 0.6), true);
    meter.add(
        List.of(found(0, 0.9, B), found(0, 0.85, B), found(0, 0.5, A)),
        List.of(crowd, cat(A)),
        PICTURE);

    ClassAccuracy cat = meter.result().classes().get(0);

    assertThat(cat.objects()).isEqualTo(1);
    assertThat(cat.map50()).isCloseTo(1, within(1e-12));
  }

  @Test
  void shouldCountNoMoreThanAHundredBoxesOfAPicture() {
    List<DetectedObject> many = new java.util.ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(found(0, 0.9, C));
    }
    many.add(found(0, 0.1, A));
    meter.add(many, List.of(cat(A)), PICTURE);

    assertThat(meter.result().classes().get(0).map50()).isZero();
  }

  @Test
  void shouldLeaveOutClassesWithoutObjects() {
    meter.add(List.of(found(0, 0.9, A), found(1, 0.9, B)), List.of(cat(A)), PICTURE);

    Accuracy accuracy = meter.result();

    assertThat(accuracy.map50()).isCloseTo(1, within(1e-12));
    assertThat(accuracy.classes().get(1).map50()).isNaN();
  }

  @Test
  void shouldSayWhatWasTakenForWhat() {
    meter.add(
        List.of(found(0, 0.9, A), found(1, 0.9, B), found(0, 0.9, C)),
        List.of(cat(A), cat(B), dog(new RelativeBox(0.8, 0, 0.1, 0.1))),
        PICTURE);

    // Rows: found as cat, as dog, not found; columns: is cat, is dog, is nothing.
    assertThat(meter.result().confusion())
        .containsExactly(List.of(1, 0, 1), List.of(1, 0, 0), List.of(0, 1, 0));
  }

  /**
   * A of 64x48 px (55), small of 32x24 (28), tiny of 6x5; each box counts for its object's size.
   */
  @Test
  void shouldMeasureSizesApart() {
    RelativeBox small = new RelativeBox(0.5, 0.5, 0.1, 0.1);
    RelativeBox tiny = new RelativeBox(0.8, 0.8, 0.02, 0.02);
    meter.add(
        List.of(found(0, 0.9, A), found(0, 0.8, C), found(0, 0.7, small)),
        List.of(cat(A), cat(small), cat(tiny)),
        PICTURE);

    Accuracy accuracy = meter.result();
    List<SizeAccuracy> sizes = accuracy.classes().get(0).sizes();

    assertThat(sizes).extracting(SizeAccuracy::size).containsExactly(SizeClass.values());
    assertThat(sizes).extracting(SizeAccuracy::objects).containsExactly(1, 1, 1, 0);
    assertThat(sizes).extracting(SizeAccuracy::recall).containsExactly(0.0, 1.0, 1.0, Double.NaN);
    assertThat(sizes.get(1).map50()).isCloseTo(1, within(1e-12));
    assertThat(sizes.get(2).map50()).as("C, wrong, is less sure").isCloseTo(1, within(1e-12));
    assertThat(accuracy.sizes()).extracting(SizeAccuracy::objects).containsExactly(1, 1, 1, 0);
  }

  /** The same object in a picture of twice the pixels is as large. */
  @Test
  void shouldMeasureSizesWhateverThePicture() {
    assertThat(SizeClass.of(A, new Size(640, 480))).isEqualTo(SizeClass.of(A, PICTURE));
    assertThat(SizeClass.of(A, new Size(480, 640))).isEqualTo(SizeClass.MEDIUM);
    assertThat(SizeClass.of(new RelativeBox(0, 0, 0.05, 0.05), new Size(1280, 1280)))
        .isEqualTo(SizeClass.SMALL);
    assertThat(SizeClass.of(new RelativeBox(0, 0, 1, 1), PICTURE)).isEqualTo(SizeClass.LARGE);
  }

  @Test
  void shouldCountWhatAWorkerWouldTell() {
    OperatingMeter operating = new OperatingMeter(List.of("cat", "dog"));
    operating.add(List.of(found(0, 0.9, A), found(0, 0.8, C)), List.of(cat(A), dog(B)));
    operating.add(List.of(found(1, 0.9, A)), List.of());
    operating.add(List.of(), List.of());

    OperatingPoint point = operating.result(List.of(0.3, 0.4));

    assertThat(point.classes())
        .containsExactly(new ClassPoint("cat", 0.3, 1, 1, 1), new ClassPoint("dog", 0.4, 1, 0, 1));
    assertThat(point.background()).isEqualTo(2);
    assertThat(point.disturbed()).isEqualTo(1);
    assertThat(point.wrong()).isEqualTo(2);
  }

  @Test
  void shouldFindTheConfidenceOfTheBestF1() {
    meter.add(
        List.of(found(0, 0.9, A), found(0, 0.4, B), found(0, 0.3, C)), List.of(cat(A)), PICTURE);

    Accuracy accuracy = meter.result();

    assertThat(accuracy.confidence()).isBetween(0.4, 0.9);
    assertThat(accuracy.precision()).isEqualTo(1);
    assertThat(accuracy.recall()).isEqualTo(1);
  }

  private static DetectedObject found(int label, double confidence, RelativeBox box) {
    return new DetectedObject(label == 0 ? "cat" : "dog", label, confidence, box);
  }

  private static LabelledBox cat(RelativeBox box) {
    return new LabelledBox(0, box);
  }

  private static LabelledBox dog(RelativeBox box) {
    return new LabelledBox(1, box);
  }
}
