package io.vedette.tracking.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.RandomCases;
import io.vedette.geometry.RelativeBox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MotAccuracyTest {
  private static final Offset<Double> EXACT = within(1e-9);
  private static final RelativeBox LEFT = new RelativeBox(0.1, 0.1, 0.2, 0.2);
  private static final RelativeBox RIGHT = new RelativeBox(0.6, 0.1, 0.2, 0.2);

  @Test
  void shouldBeOneForPerfectTracks() {
    List<TracedBox> truth = concat(boxes(1, LEFT, 1, 2, 3), boxes(2, RIGHT, 1, 2, 3));
    List<TracedBox> tracks = concat(boxes(70, LEFT, 1, 2, 3), boxes(50, RIGHT, 1, 2, 3));

    MotAccuracy accuracy = MotAccuracy.of(truth, tracks);

    assertThat(accuracy).isEqualTo(new MotAccuracy(1, 1, accuracy.hota(), 0, 6, 0, 0, 6));
    assertThat(accuracy.hota()).isCloseTo(1, EXACT);
  }

  @Test
  void shouldCountATrackThatBreaksInTwo() {
    List<TracedBox> tracks = concat(boxes(1, LEFT, 1, 2), boxes(2, LEFT, 3, 4));

    MotAccuracy accuracy = MotAccuracy.of(boxes(1, LEFT, 1, 2, 3, 4), tracks);

    assertThat(accuracy.switches()).isEqualTo(1);
    assertThat(accuracy.mota()).isCloseTo(3 / 4.0, EXACT); // (4 found − 1 switch) ÷ 4
    assertThat(accuracy.idf1()).isCloseTo(0.5, EXACT); // 2 of 4 and 2 of 4
    assertThat(accuracy.hota()).isCloseTo(Math.sqrt(0.5), EXACT); // 2 ÷ (4 + 2 − 2)
  }

  @Test
  void shouldCountMissesAndFalseBoxes() {
    List<TracedBox> tracks = concat(boxes(1, LEFT, 1, 2, 3), boxes(1, RIGHT, 4));

    MotAccuracy accuracy = MotAccuracy.of(boxes(1, LEFT, 1, 2, 3, 4), tracks);

    assertThat(accuracy.misses()).isEqualTo(1);
    assertThat(accuracy.falseBoxes()).isEqualTo(1);
    assertThat(accuracy.mota()).isCloseTo(0.5, EXACT); // (3 − 1) ÷ 4
    assertThat(accuracy.idf1()).isCloseTo(0.75, EXACT); // 2·3 ÷ (4 + 4)
    assertThat(accuracy.hota()).isCloseTo(0.6, EXACT); // √(3/5 · 3/5)
  }

  @Test
  void shouldCountTracksThatSwap() {
    List<TracedBox> truth = concat(boxes(1, LEFT, 1, 2, 3, 4), boxes(2, RIGHT, 1, 2, 3, 4));
    List<TracedBox> tracks =
        concat(
            concat(boxes(1, LEFT, 1, 2), boxes(2, RIGHT, 1, 2)),
            concat(boxes(2, LEFT, 3, 4), boxes(1, RIGHT, 3, 4)));

    MotAccuracy accuracy = MotAccuracy.of(truth, tracks);

    assertThat(accuracy.switches()).isEqualTo(2);
    assertThat(accuracy.mota()).isCloseTo(6 / 8.0, EXACT);
    assertThat(accuracy.idf1()).isCloseTo(0.5, EXACT);
    assertThat(accuracy.hota()).isCloseTo(Math.sqrt(1 / 3.0), EXACT); // 2 ÷ (4 + 4 − 2)
  }

  @Test
  void shouldTakeEachOverlapIntoAccount() {
    RelativeBox half = new RelativeBox(0.1, 0.1, 0.2, 0.1);

    MotAccuracy accuracy = MotAccuracy.of(boxes(1, LEFT, 1, 2), boxes(1, half, 1, 2));

    assertThat(accuracy.mota()).isCloseTo(1, EXACT); // found from 0.5 on
    assertThat(accuracy.hota()).isCloseTo(10 / 19.0, EXACT); // of 0.05 … 0.95 up to 0.5
  }

  @Test
  void shouldKeepAPairAlthoughAnotherTrackComesCloser() {
    RelativeBox shifted = new RelativeBox(0.14, 0.1, 0.2, 0.2);
    List<TracedBox> tracks =
        concat(boxes(1, LEFT, 1), concat(boxes(1, shifted, 2), boxes(2, LEFT, 2)));

    MotAccuracy accuracy = MotAccuracy.of(boxes(1, LEFT, 1, 2), tracks);

    assertThat(accuracy.switches()).isZero();
    assertThat(accuracy.mota()).isCloseTo(0.5, EXACT); // (2 − 1 false) ÷ 2
  }

  @Test
  void shouldAnswerZeroWhereThereIsNothing() {
    assertThat(MotAccuracy.of(List.of(), List.of()))
        .isEqualTo(new MotAccuracy(0, 0, 0, 0, 0, 0, 0, 0));
    assertThat(MotAccuracy.of(boxes(1, LEFT, 1), List.of()).misses()).isEqualTo(1);
    assertThat(MotAccuracy.of(List.of(), boxes(1, LEFT, 1)).falseBoxes()).isEqualTo(1);
  }

  @Test
  void shouldNotDependOnTheOrderOfLinesAndStayInItsBounds() {
    RandomCases.check(
        200,
        random -> {
          List<TracedBox> truth = new ArrayList<>();
          List<TracedBox> tracks = new ArrayList<>();
          for (int frame = 0; frame < 12; frame++) {
            for (int id = 0; id < 4; id++) {
              double x = 0.2 * id + 0.01 * random.nextDouble();
              RelativeBox box = new RelativeBox(x, 0.1, 0.1, 0.1);
              truth.add(new TracedBox(frame, id, box));
              if (random.nextInt(4) > 0) {
                double shift = 0.05 * random.nextDouble();
                long track = id + 10L * (frame / (3 + id));
                tracks.add(new TracedBox(frame, track, new RelativeBox(x + shift, 0.1, 0.1, 0.1)));
              }
            }
          }
          MotAccuracy accuracy = MotAccuracy.of(truth, tracks);
          Collections.shuffle(truth, random);
          Collections.shuffle(tracks, random);

          assertThat(accuracy.hota()).isBetween(0.0, 1.0);
          assertThat(accuracy.idf1()).isBetween(0.0, 1.0);
          assertThat(accuracy.mota()).isLessThanOrEqualTo(1);
          assertThat(accuracy.matches() + accuracy.misses()).isEqualTo(accuracy.truths());
          MotAccuracy shuffled = MotAccuracy.of(truth, tracks);
          assertThat(shuffled.mota()).isEqualTo(accuracy.mota());
          assertThat(shuffled.idf1()).isEqualTo(accuracy.idf1());
          assertThat(shuffled.hota()).isCloseTo(accuracy.hota(), EXACT);
        });
  }

  private static List<TracedBox> boxes(long id, RelativeBox box, int... frames) {
    List<TracedBox> boxes = new ArrayList<>();
    for (int frame : frames) {
      boxes.add(new TracedBox(frame, id, box));
    }
    return boxes;
  }

  private static List<TracedBox> concat(List<TracedBox> first, List<TracedBox> second) {
    List<TracedBox> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
