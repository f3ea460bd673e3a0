package io.vedette.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.Settings;
import io.vedette.geometry.RelativeBox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One vehicle whose label flickers, in every pattern: one track, whose label settles. */
class FlickeringLabelTest {
  private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");
  private static final int FRAMES = 60;
  private static final TrackerSettings SETTINGS = Settings.defaults(TrackerSettings.class);

  /**
   * @param name of the pattern
   * @param labels one for each frame
   */
  record Pattern(String name, List<String> labels) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Pattern> patterns() {
    Random random = new Random(5);
    List<Pattern> patterns = new ArrayList<>();
    for (int run = 1; run <= 4; run++) {
      int length = run;
      patterns.add(pattern(run + "+" + run, i -> i / length % 2 == 0 ? "car" : "truck"));
    }
    for (int tenths = 1; tenths <= 9; tenths++) {
      double share = tenths / 10.0;
      patterns.add(
          pattern(tenths + "0 % random", i -> random.nextDouble() < share ? "car" : "bus"));
    }
    patterns.add(pattern("three in turn", i -> List.of("car", "truck", "bus").get(i % 3)));
    patterns.add(pattern("another at first", i -> i == 0 ? "truck" : "car"));
    return patterns.stream();
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void shouldBeOneTrack(Pattern pattern) {
    Tracker tracker = new Tracker(SETTINGS);
    List<String> labels = new ArrayList<>();
    int confirmed = 0;
    for (int i = 0; i < FRAMES; i++) {
      TrackerUpdate update = tracker.update(at(i), List.of(vehicle(pattern.labels.get(i), i)));
      confirmed += update.confirmed().size();
      update.tracks().forEach(track -> labels.add(track.label()));
      tracker = new Tracker(SETTINGS, TrackerState.parse(tracker.state().bytes()));
    }

    assertThat(confirmed).isEqualTo(1);
    assertThat(tracker.state().nextId()).isEqualTo(2);
    assertThat(tracker.state().tracks()).extracting(Track::hits).containsExactly((long) FRAMES);
    assertThat(labels.subList(2 * FRAMES / 3, labels.size()))
        .as("settled")
        .hasSizeGreaterThan(9)
        .containsOnly(labels.get(FRAMES - 2));
  }

  /** Nearly a width from frame to frame, so that boxes hardly overlap. */
  @ParameterizedTest
  @MethodSource("patterns")
  void shouldBeOneTrackWhenItIsFasterThanTheFrames(Pattern pattern) {
    Tracker tracker = new Tracker(SETTINGS);
    for (int i = 0; i < 7; i++) {
      tracker.update(at(i), List.of(vehicle(pattern.labels.get(i), 12 * i)));
    }

    assertThat(tracker.state().tracks()).extracting(Track::hits).containsExactly(7L);
  }

  @Test
  void shouldHaveTheLabelOfMostDetections() {
    Tracker tracker = new Tracker(SETTINGS);
    for (int i = 0; i < FRAMES; i++) {
      tracker.update(at(i), List.of(vehicle(i == 0 || i % 4 == 3 ? "truck" : "car", i)));
    }

    Track track = tracker.state().tracks().get(0);
    assertThat(track.label()).isEqualTo("car");
    assertThat(track.last().label()).isEqualTo("truck");
  }

  /** What it once was taken for is forgotten. */
  @Test
  void shouldBelieveItsEyesAfterAWhile() {
    Tracker tracker = new Tracker(SETTINGS);
    int changed = 0;
    for (int i = 0; i < 1000 && changed == 0; i++) {
      tracker.update(at(i), List.of(vehicle(i < 400 ? "truck" : "car", 10)));
      changed = tracker.state().tracks().get(0).label().equals("car") ? i : 0;
    }

    assertThat(changed).isBetween(420, 470);
  }

  /** A car beside a truck: neither takes the other's detection while both are seen. */
  @Test
  void shouldKeepTwoVehiclesApart() {
    Tracker tracker = new Tracker(SETTINGS);
    for (int i = 0; i < FRAMES; i++) {
      tracker.update(
          at(i), List.of(vehicle(i % 2 == 0 ? "car" : "truck", i), at("truck", 0.75, 0.4)));
    }

    assertThat(tracker.state().nextId()).isEqualTo(3);
    assertThat(tracker.state().tracks()).extracting(Track::hits).containsOnly((long) FRAMES);
  }

  @Test
  void shouldKeepPeopleAndVehiclesApart() {
    Tracker tracker = new Tracker(SETTINGS);
    for (int i = 0; i < 10; i++) {
      tracker.update(at(i), List.of(vehicle(i % 2 == 0 ? "car" : "person", 5)));
    }

    assertThat(tracker.state().tracks()).extracting(Track::hits).allMatch(hits -> hits == 1);
  }

  private static Pattern pattern(String name, IntFunction<String> label) {
    return new Pattern(name, IntStream.range(0, FRAMES).mapToObj(label).toList());
  }

  private static Detection vehicle(String label, int frame) {
    return at(label, 0.05 + 0.01 * frame, 0.4);
  }

  private static Detection at(String label, double x, double y) {
    return new Detection(label, 0.8, new RelativeBox(x, y, 0.15, 0.12));
  }

  private static Instant at(int frame) {
    return START.plusMillis(200L * frame);
  }
}
