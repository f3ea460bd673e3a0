package io.vedette.detection;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vedette.geometry.Letterbox;
import io.vedette.geometry.Size;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.OnnxModel;
import io.vedette.inference.reading.GivenLayout;
import io.vedette.inference.reading.PlainBox;
import io.vedette.inference.reading.Points;
import io.vedette.inference.reading.Tensor;
import io.vedette.inference.reading.TensorPart;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class SilenceGuardTest {
  private static final Letterbox WIDE = Letterbox.fit(new Size(200, 100), new Size(100, 100));

  private final OnnxModel model = OnnxModel.load(InferenceSettings.cpu());
  private final SilenceGuard guard = new SilenceGuard(model);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger().detachAppender(log);
  }

  @Test
  void shouldWarnOnceAboutAModelThatNeverSeesAnything() {
    for (int picture = 0; picture < 3 * SilenceGuard.PICTURES; picture++) {
      assertThat(log.list).hasSize(picture < SilenceGuard.PICTURES ? 0 : 1);
      guard.add(box(40, 40, 60, 60, 0.04f), WIDE);
    }

    assertThat(log.list.get(0).getFormattedMessage())
        .contains(model.name(), "0.040", "first 200 pictures", "yolov5", "RGB", "0-1");
  }

  @Test
  void shouldSayNothingOfAModelThatSometimesSees() {
    for (int picture = 0; picture < SilenceGuard.PICTURES; picture++) {
      guard.add(box(40, 40, 60, 60, picture == 150 ? 0.06f : 0.01f), WIDE);
    }

    assertThat(log.list).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0",
    SilenceGuard.LEAST_PICTURES - 1 + ", 0",
    SilenceGuard.LEAST_PICTURES + ", 1",
    SilenceGuard.PICTURES - 1 + ", 1"
  })
  void shouldWarnAtTheEndOfEnoughPictures(int pictures, int warnings) {
    for (int picture = 0; picture < pictures; picture++) {
      guard.add(box(40, 40, 60, 60, 0.01f), WIDE);
    }
    guard.end();
    guard.end();

    assertThat(log.list).hasSize(warnings);
    assertThat(log.list)
        .allSatisfy(
            line ->
                assertThat(line.getFormattedMessage())
                    .contains("no score above", "first " + pictures + " pictures"));
  }

  @Test
  void shouldWarnAboutMisplacedBoxesOfFewPictures() {
    for (int picture = 0; picture < 10; picture++) {
      guard.add(box(40, 2, 60, 12, 0.9f), WIDE); // in the padding
    }
    guard.end();

    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage()).contains("outside the picture");
  }

  @Test
  void shouldWarnAboutBoxesOutsideASinglePicture() {
    guard.add(box(40, 2, 60, 12, 0.9f), WIDE); // in the padding
    guard.end();

    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage()).contains("outside the picture");
  }

  @ParameterizedTest
  @CsvSource({"40, NaN", "40, 1.2", "NaN, 0.9", "Infinity, 0.9"})
  void shouldWarnAboutNumbersThatAreNoneOfADetector(float left, float score) {
    guard.add(box(left, 40, 60, 60, score), WIDE);
    guard.end();

    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage())
        .contains("1 of its first 1 places have no score of 0-1 or no finite box");
  }

  @Test
  void shouldSayNothingOfFewBrokenNumbers() {
    for (int picture = 0; picture < 60; picture++) {
      guard.add(box(40, 40, 60, 60, picture == 5 ? Float.NaN : 0.9f), WIDE);
    }

    assertThat(log.list).isEmpty();
  }

  @Test
  void shouldSayNothingWhereTheModelGivesNoPlaces() {
    for (int picture = 0; picture < SilenceGuard.PICTURES; picture++) {
      guard.add(Points.NONE, WIDE);
    }
    guard.end();

    assertThat(log.list).isEmpty();
  }

  @Test
  void shouldWarnAboutBoxesOutsideThePicture() {
    for (int picture = 0; picture < 60; picture++) {
      guard.add(box(40, 2, 60, 12, 0.9f), WIDE); // in the padding
    }

    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage()).contains("outside the picture");
  }

  @Test
  void shouldWarnAboutBoxesThatAreParts() {
    for (int picture = 0; picture < 60; picture++) {
      guard.add(box(0.4f, 0.4f, 0.9f, 0.8f, 0.9f), WIDE);
    }

    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage()).contains("not pixels, as those of yolov5");
  }

  @Test
  void shouldSayNothingOfBoxesThatAreWhereTheyBelong() {
    for (int picture = 0; picture < 60; picture++) {
      guard.add(box(40, 40, 60, 60, 0.9f), WIDE);
    }

    assertThat(log.list).isEmpty();
  }

  private static Points box(float... row) {
    float[] six = {row[0], row[1], row[2], row[3], row[4], 0};
    GivenLayout layout =
        GivenLayout.of(
            TensorPart.rows(0, 0, 4),
            TensorPart.rows(0, 4, 1),
            TensorPart.rows(0, 5, 1),
            PlainBox.CORNERS);
    Tensor result = new Tensor(List.of(1, 1, 6), FloatBuffer.wrap(six));
    return layout.points(List.of(result), 0, WIDE.model());
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(SilenceGuard.class);
  }
}
