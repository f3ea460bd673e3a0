package io.vedette.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private final Comparison comparison = new Comparison(0.5);

  @Test
  void shouldCountWhatBothSawAndWhatWasLostAndAdded() {
    comparison.addFirst(event(0, person(0.1), person(0.5), car(0.8)));
    comparison.addSecond(event(0, person(0.11), car(0.3)));

    Summary summary = comparison.summary();

    assertThat(summary.frames()).isEqualTo(1);
    assertThat(summary.labels())
        .extracting(
            label ->
                label.label() + " " + label.matched() + " " + label.lost() + " " + label.added())
        .containsExactly("car 0 1 1", "person 1 1 0");
    assertThat(summary.labels().get(1).agreement()).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(summary.labels().get(1).meanIou()).isCloseTo(0.09 / 0.11, within(1e-9));
  }

  @Test
  void shouldPairEachBoxWithTheBestOther() {
    comparison.addSecond(event(0, person(0.13), person(0.1)));
    comparison.addFirst(event(0, person(0.1), person(0.14)));

    assertThat(comparison.summary().labels().get(0).matched()).isEqualTo(2);
    assertThat(comparison.summary().labels().get(0).meanIou()).isGreaterThan(0.8);
  }

  @Test
  void shouldHandOverTheFramesInWhichRunsDiffer() {
    TopDifferences top = new TopDifferences(2);
    Comparison telling = new Comparison(0.5, top);
    for (int i = 0; i < 4; i++) {
      telling.addFirst(event(i, person(0.1), car(0.8)));
    }
    telling.addSecond(event(0, person(0.1), car(0.8)));
    telling.addSecond(event(1, person(0.1)));
    telling.addSecond(event(2, person(0.5), car(0.8)));
    telling.addSecond(event(3));

    assertThat(top.total()).as("frames 1, 2 and 3").isEqualTo(3);
    assertThat(top.list())
        .extracting(
            found -> found.frame().sequence(), found -> found.lost(), found -> found.added())
        .containsExactly(tuple(2L, 1L, 1L), tuple(3L, 2L, 0L));
    assertThat(top.list().get(0).first())
        .extracting(box -> box.object().label(), FrameDifference.Box::isAlone)
        .containsExactly(tuple("person", true), tuple("car", false));
  }

  @Test
  void shouldTellFramesThatOnlyOneRunLookedAt() {
    comparison.addFirst(event(0));
    comparison.addFirst(event(1));
    comparison.addSecond(event(1));
    comparison.addSecond(event(2));
    comparison.addSecond(event(3));

    Summary summary = comparison.summary();

    assertThat(summary.frames()).isEqualTo(1);
    assertThat(summary.onlyFirst()).isEqualTo(1);
    assertThat(summary.onlySecond()).isEqualTo(2);
  }

  @Test
  void shouldGiveLatenciesPerStage() {
    for (int i = 1; i <= 100; i++) {
      comparison.addFirst(event(i));
    }

    assertThat(comparison.summary().first().get("infer").p50()).isBetween(50.0, 52.0);
    assertThat(comparison.summary().first().get("infer").p99()).isEqualTo(100);
    assertThat(comparison.summary().second()).isEmpty();
  }

  @Test
  void shouldDrawASummary() {
    comparison.addFirst(event(0, person(0.1)));
    comparison.addSecond(event(0, car(0.1)));

    assertThat(SummaryPicture.draw(comparison.summary(), "live", "next").getHeight())
        .isGreaterThan(100);
  }

  private static DetectedObject person(double x) {
    return new DetectedObject("person", 0, 0.9, new RelativeBox(x, 0.1, 0.1, 0.2));
  }

  private static DetectedObject car(double x) {
    return new DetectedObject("car", 1, 0.9, new RelativeBox(x, 0.1, 0.1, 0.2));
  }

  private static FrameDetections event(long sequence, DetectedObject... objects) {
    return new FrameDetections(
        "gate",
        new FrameReference(1, sequence, Instant.EPOCH, "host", 640, 360, null),
        new ModelReference("m", "0123456789ab", "cpu"),
        "live",
        List.of(objects),
        Map.of("infer", (double) sequence));
  }
}
