package io.vedette.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vedette.config.LabelGroup;
import io.vedette.config.Settings;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.Letterbox;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.inference.reading.DenseLayout;
import io.vedette.inference.reading.PlainBox;
import io.vedette.inference.reading.Points;
import io.vedette.inference.reading.Tensor;
import io.vedette.inference.reading.TensorPart;
import io.vedette.runtime.Failure;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputDecoderTest {
  private static final DenseLayout LAYOUT =
      new DenseLayout(
          TensorPart.rows(0, 0, 4),
          TensorPart.rows(0, 5, 2),
          TensorPart.rows(0, 4, 1),
          PlainBox.CENTRE,
          DenseLayout.Activation.NONE);

  private static final Labels LABELS = new Labels(List.of("person", "car"), 2);
  private static final Letterbox SQUARE = Letterbox.fit(new Size(100, 100), new Size(100, 100));

  @Test
  void shouldKeepTheBestOfOverlappingBoxesOfAClass() {
    List<DetectedObject> objects =
        decode(
            settings(0.25),
            SQUARE,
            row(50, 50, 20, 20, 0.8f, 0.9f, 0.1f),
            row(51, 50, 20, 20, 0.9f, 0.9f, 0.1f),
            row(51, 50, 20, 20, 0.9f, 0.1f, 0.8f),
            row(80, 80, 10, 10, 0.5f, 0.6f, 0.1f));

    assertThat(objects)
        .extracting(DetectedObject::label)
        .containsExactly("person", "car", "person");
    assertThat(objects.get(0).confidence()).isCloseTo(0.81, within(1e-6));
    assertThat(objects.get(0).box().x()).isCloseTo(0.41, within(1e-6));
    assertThat(objects.get(2).confidence()).isCloseTo(0.30, within(1e-6));
  }

  @Test
  void shouldLeaveOutWeakOnesAndOtherClasses() {
    DetectionSettings cars = DetectionSettings.plain(0.5, 0.45).withClasses(List.of("car"));

    List<DetectedObject> objects =
        decode(
            cars,
            SQUARE,
            row(20, 20, 10, 10, 0.9f, 0.9f, 0.1f),
            row(60, 60, 10, 10, 0.9f, 0.1f, 0.9f),
            row(80, 80, 10, 10, 0.6f, 0.1f, 0.8f));

    assertThat(objects).extracting(DetectedObject::label).containsExactly("car");
  }

  @Test
  void shouldMapBoxesBackThroughThePadding() {
    Letterbox wide = Letterbox.fit(new Size(200, 100), new Size(100, 100));

    List<DetectedObject> objects = decode(settings(0.25), wide, row(50, 50, 50, 25, 0.9f, 0.9f, 0));

    assertThat(objects.get(0).box()).isEqualTo(new RelativeBox(0.25, 0.25, 0.5, 0.5));
  }

  @Test
  void shouldLeaveOutBoxesThatAreNotFinite() {
    float[] strange = {
      Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, -Float.MAX_VALUE
    };
    for (float value : strange) {
      for (int column = 0; column < 7; column++) {
        float[] row = row(50, 50, 20, 20, 0.9f, 0.9f, 0.1f);
        row[column] = value;
        List<DetectedObject> objects =
            decode(settings(0.25), SQUARE, row, row(20, 20, 10, 10, 0.9f, 0.9f, 0.1f));

        assertThat(objects).hasSizeGreaterThanOrEqualTo(1);
        for (DetectedObject object : objects) {
          assertThat(object.confidence()).isBetween(0.0, 1.0);
          for (double edge : List.of(object.box().x(), object.box().y(), object.box().w())) {
            assertThat(edge).as("%s in column %d", value, column).isBetween(0.0, 1.0);
          }
        }
      }
    }
  }

  @Test
  void shouldLeaveOutBoxesOutsideThePicture() {
    List<DetectedObject> objects =
        decode(
            settings(0.25),
            SQUARE,
            row(-50, 50, 20, 20, 0.9f, 0.9f, 0.1f),
            row(50, 150, 20, 20, 0.8f, 0.9f, 0.1f),
            row(50, 50, -20, 20, 0.8f, 0.9f, 0.1f),
            row(95, 50, 20, 20, 0.7f, 0.9f, 0.1f));

    assertThat(objects).hasSize(1);
    assertThat(objects.get(0).box().x()).isCloseTo(0.85, within(1e-6));
  }

  @Test
  void shouldReadTheSlotAsked() {
    float[] empty = row(0, 0, 0, 0, 0, 0, 0);
    FloatBuffer output = FloatBuffer.wrap(join(empty, row(50, 50, 20, 20, 1, 1, 0)));
    OutputDecoder decoder = new OutputDecoder(LABELS, settings(0.25));

    Tensor result = new Tensor(List.of(2, 1, 7), output);
    Size size = SQUARE.model();

    assertThat(decoder.decode(LAYOUT.points(List.of(result), 0, size), SQUARE)).isEmpty();
    assertThat(decoder.decode(LAYOUT.points(List.of(result), 1, size), SQUARE)).hasSize(1);
  }

  /** Half of a person within the whole of him is the same; a small one far behind him is not. */
  @Test
  void shouldTakeNestedBoxesForOneUnlessOneIsFartherAway() {
    float[] whole = row(50, 50, 40, 80, 0.9f, 0.9f, 0);
    float[] upperHalf = row(50, 30, 36, 40, 0.8f, 0.9f, 0);
    float[] around = row(50, 50, 60, 95, 0.7f, 0.9f, 0);
    float[] farther = row(60, 80, 10, 20, 0.6f, 0.9f, 0);
    float[] beside = row(80, 50, 30, 80, 0.6f, 0.9f, 0);
    DetectionSettings nested = new DetectionSettings(null, 0.7, 0.85, List.of(), List.of(), 300);

    List<DetectedObject> objects =
        decode(nested, SQUARE, whole, upperHalf, around, farther, beside);

    assertThat(objects).hasSize(3);
    assertThat(objects)
        .extracting(o -> Math.round(o.box().w() * 100))
        .containsExactly(40L, 10L, 30L);
    assertThat(decode(settings(0.25), SQUARE, whole, upperHalf, farther, beside)).hasSize(4);
  }

  /** One vehicle gives one box, of its surest class; a person in front of it stays. */
  @Test
  void shouldSuppressAcrossClassesTakenForEachOther() {
    Labels labels = new Labels(List.of("person", "car"), 2);
    DetectionSettings settings =
        new DetectionSettings(
            null, 0.45, 1, List.of(LabelGroup.parse("truck/car/bus")), List.of(), 300);
    Labels vehicles = new Labels(List.of("car", "truck"), 2);
    float[][] rows = {row(50, 50, 20, 20, 0.9f, 0.9f, 0.1f), row(51, 50, 20, 20, 0.9f, 0.1f, 0.8f)};

    assertThat(decode(labels, List.of(), settings, rows)).hasSize(2);
    assertThat(decode(vehicles, List.of(), settings, rows))
        .extracting(DetectedObject::label)
        .containsExactly("car");
  }

  @Test
  void shouldGoByTheModelsConfidencesWhereTheSettingsNameNone() {
    float[][] rows = {row(20, 20, 10, 10, 0.4f, 0.9f, 0), row(70, 70, 10, 10, 0.4f, 0, 0.9f)};
    DetectionSettings open = Settings.defaults(DetectionSettings.class);
    List<Double> calibrated = List.of(0.5, 0.2);

    assertThat(decode(LABELS, List.of(), open, rows)).hasSize(2);
    assertThat(decode(LABELS, calibrated, open, rows))
        .extracting(DetectedObject::label)
        .containsExactly("car");
    assertThat(decode(LABELS, calibrated, open.withConfidence(Confidences.all(0.3)), rows))
        .hasSize(2);
    assertThat(decode(LABELS, calibrated, open.withConfidence(Confidences.parse("car=0.6")), rows))
        .isEmpty();
  }

  @Test
  void shouldRefuseConfidencesOfClassesTheModelDoesNotHave() {
    DetectionSettings dogs =
        Settings.defaults(DetectionSettings.class).withConfidence(Confidences.parse("dog=0.5"));

    assertThatThrownBy(() -> new OutputDecoder(LABELS, dogs))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("\"dog\"");
  }

  @Test
  void shouldBoundTheNumberOfObjects() {
    float[][] rows = new float[2000][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(i, 50, 0.5f, 10, 0.5f + i * 1e-4f, 0.9f, 0);
    }

    Size wide = new Size(2000, 100);
    List<DetectedObject> objects = decode(settings(0.25), Letterbox.fit(wide, wide), rows);

    assertThat(objects).hasSize(300);
    assertThat(objects.get(0).confidence()).isGreaterThan(objects.get(299).confidence());
  }

  @Test
  void shouldRefuseClassesTheModelDoesNotHave() {
    DetectionSettings dogs = DetectionSettings.plain(0.5, 0.45).withClasses(List.of("dog"));

    assertThatThrownBy(() -> new OutputDecoder(LABELS, dogs))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("\"dog\"")
        .hasMessageContaining("person, car");
  }

  private static DetectionSettings settings(double confidence) {
    return DetectionSettings.plain(confidence, 0.45);
  }

  private static List<DetectedObject> decode(
      DetectionSettings settings, Letterbox letterbox, float[]... rows) {
    return new OutputDecoder(LABELS, settings).decode(points(rows), letterbox);
  }

  private static List<DetectedObject> decode(
      Labels labels, List<Double> calibrated, DetectionSettings settings, float[]... rows) {
    return new OutputDecoder(labels, calibrated, false, settings).decode(points(rows), SQUARE);
  }

  private static Points points(float[]... rows) {
    Tensor result = new Tensor(List.of(1, rows.length, 7), FloatBuffer.wrap(join(rows)));
    return LAYOUT.points(List.of(result), 0, SQUARE.model());
  }

  private static float[] row(float... values) {
    return values;
  }

  private static float[] join(float[]... rows) {
    FloatBuffer all = FloatBuffer.allocate(7 * rows.length);
    for (float[] row : rows) {
      all.put(row);
    }
    return all.array();
  }
}
