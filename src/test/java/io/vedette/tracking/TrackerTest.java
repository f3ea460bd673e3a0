package io.vedette.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.vedette.RandomCases;
import io.vedette.config.LabelGroup;
import io.vedette.geometry.RelativeBox;
import io.vedette.tracking.kalman.Axis;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrackerTest {
  private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");
  private static final List<LabelGroup> CONFUSABLE = List.of(LabelGroup.parse("car/truck/bus"));
  private static final TrackerSettings SETTINGS =
      new TrackerSettings(
          0.45,
          0.1,
          0.5,
          0.2,
          0.5,
          0.3,
          2,
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          CONFUSABLE);

  private final Tracker tracker = new Tracker(SETTINGS);

  @Test
  void shouldConfirmATrackAtItsSecondDetection() {
    assertThat(tracker.update(at(0), List.of(person(0.2, 0.9))).tracks()).isEmpty();

    TrackerUpdate update = tracker.update(at(200), List.of(person(0.21, 0.9)));

    assertThat(update.confirmed()).singleElement().extracting(Track::id).isEqualTo(1L);
    assertThat(update.tracks()).isEqualTo(update.confirmed());
    assertThat(update.tracks().get(0).age()).isEqualTo(Duration.ofMillis(200));
    assertThat(update.tracks().get(0).box().x()).isCloseTo(0.21, within(0.005));
  }

  @Test
  void shouldKeepIdsWhenTwoPeopleCross() {
    Map<Long, List<Double>> paths = new HashMap<>();
    for (int i = 0; i <= 50; i++) {
      double left = 0.1 + 0.012 * i;
      double right = 0.7 - 0.012 * i;
      List<Detection> seen = new ArrayList<>(List.of(person(left, 0.9)));
      if (Math.abs(left - right) > 0.03) {
        seen.add(0, person(right, 0.8)); // the far one is hidden where they meet
      }
      tracker
          .update(at(100 * i), seen)
          .tracks()
          .forEach(t -> paths.computeIfAbsent(t.id(), id -> new ArrayList<>()).add(t.box().x()));
    }

    assertThat(paths.keySet()).containsExactlyInAnyOrder(1L, 2L);
    assertThat(last(paths.get(2L))).isCloseTo(0.7, within(0.02));
    assertThat(last(paths.get(1L))).isCloseTo(0.1, within(0.02));
  }

  @Test
  void shouldFindATrackAgainAfterAnOcclusion() {
    for (int i = 0; i < 10; i++) {
      tracker.update(at(100 * i), List.of(person(0.1 + 0.01 * i, 0.9)));
    }

    TrackerUpdate lost = tracker.update(at(1000), List.of());
    for (int i = 11; i < 20; i++) {
      assertThat(tracker.update(at(100 * i), List.of()).tracks())
          .singleElement()
          .extracting(Track::state)
          .isEqualTo(TrackState.LOST);
    }
    TrackerUpdate found = tracker.update(at(2000), List.of(person(0.3, 0.9)));

    assertThat(lost.lost()).hasSize(1);
    assertThat(found.found()).singleElement().extracting(Track::id).isEqualTo(1L);
    assertThat(found.confirmed()).isEmpty();
  }

  @Test
  void shouldEndATrackNotSeenForTooLong() {
    seeTwice(tracker);

    assertThat(tracker.update(at(2100), List.of()).removed()).isEmpty();
    TrackerUpdate update = tracker.update(at(2101), List.of());

    assertThat(update.removed()).singleElement().extracting(Track::id).isEqualTo(1L);
    assertThat(update.removed().get(0).seenAt()).isEqualTo(at(100));
    assertThat(tracker.state().tracks()).isEmpty();
  }

  @Test
  void shouldKeepATrackAliveByWeakDetectionsButNeverStartOne() {
    assertThat(tracker.update(at(0), List.of(person(0.5, 0.3))).tracks()).isEmpty();
    assertThat(tracker.state().tracks()).isEmpty();
    tracker.update(at(100), List.of(person(0.2, 0.9)));
    tracker.update(at(200), List.of(person(0.2, 0.9)));

    TrackerUpdate update = tracker.update(at(300), List.of(person(0.2, 0.15)));
    TrackerUpdate ignored = tracker.update(at(400), List.of(person(0.2, 0.05)));

    assertThat(update.tracks()).singleElement().extracting(Track::confidence).isEqualTo(0.15);
    assertThat(update.lost()).isEmpty();
    assertThat(ignored.lost()).hasSize(1);
  }

  @Test
  void shouldNotMatchAcrossLabels() {
    seeTwice(tracker);

    TrackerUpdate update =
        tracker.update(at(200), List.of(new Detection("dog", 0.9, person(0.2, 0.9).box())));

    assertThat(update.lost()).hasSize(1);
    assertThat(tracker.state().tracks()).extracting(Track::label).containsExactly("person", "dog");
  }

  @Test
  void shouldForgetATentativeTrackAtItsFirstMissSilently() {
    tracker.update(at(0), List.of(person(0.2, 0.9)));

    TrackerUpdate update = tracker.update(at(100), List.of());

    assertThat(update.removed()).isEmpty();
    assertThat(tracker.state().tracks()).isEmpty();
    assertThat(tracker.state().nextId()).isEqualTo(2);
  }

  @Test
  void shouldIgnoreLateAndRepeatedFrames() {
    seeTwice(tracker);
    TrackerState before = tracker.state();

    TrackerUpdate late = tracker.update(at(50), List.of(person(0.7, 0.9)));
    TrackerUpdate repeated = tracker.update(at(100), List.of());

    assertThat(late.applied()).isFalse();
    assertThat(repeated.applied()).isFalse();
    assertThat(late.tracks()).hasSize(1);
    assertThat(tracker.state()).isSameAs(before);
  }

  @Test
  void shouldEndAllTracksAfterALongGap() {
    seeTwice(tracker);

    TrackerUpdate update = tracker.update(at(5_101), List.of(person(0.2, 0.9)));

    assertThat(update.removed()).singleElement().extracting(Track::id).isEqualTo(1L);
    assertThat(tracker.state().tracks()).singleElement().extracting(Track::id).isEqualTo(2L);
  }

  @Test
  void shouldEndAllTracksOnRequestAndAcceptAnyTimeAfterwards() {
    seeTwice(tracker);

    assertThat(tracker.end().removed()).hasSize(1);
    assertThat(tracker.end().removed()).isEmpty();

    assertThat(tracker.update(START.minusSeconds(3600), List.of(person(0.2, 0.9))).applied())
        .isTrue();
    assertThat(tracker.state().tracks()).singleElement().extracting(Track::id).isEqualTo(2L);
  }

  @Test
  void shouldFollowSpeedThroughUnevenIntervals() {
    Random random = new Random(5);
    long millis = 0;
    TrackerUpdate update = tracker.update(at(0), List.of(person(0.1, 0.9)));
    while (millis < 6000) {
      millis += 40 + random.nextInt(400);
      update = tracker.update(at(millis), List.of(person(0.1 + 0.00005 * millis, 0.9)));
    }

    assertThat(update.tracks()).singleElement().extracting(Track::id).isEqualTo(1L);
    assertThat(update.tracks().get(0).motion().x().velocity()).isCloseTo(0.05, within(0.005));
  }

  @Test
  void shouldCatchAFastObjectAtItsSecondFrame() {
    tracker.update(at(0), List.of(person(0.2, 0.9)));

    TrackerUpdate update = tracker.update(at(200), List.of(person(0.25, 0.9)));

    assertThat(update.confirmed()).hasSize(1);
  }

  @Test
  void shouldPredictTheSameInOneStepAsInMany() {
    Axis axis = new Axis(0.3, 0.2, 0.01, 0.002, 0.05);
    Axis many = axis;
    for (int i = 0; i < 100; i++) {
      many = many.after(0.01, 0.27, 1.03);
    }

    Axis one = axis.after(1, 0.27, 1.03);

    assertThat(one.position()).isCloseTo(many.position(), within(1e-9));
    assertThat(one.positionVariance()).isCloseTo(many.positionVariance(), within(1e-9));
    assertThat(one.covariance()).isCloseTo(many.covariance(), within(1e-9));
    assertThat(one.velocityVariance()).isCloseTo(many.velocityVariance(), within(1e-9));
  }

  @Test
  void shouldMoveOnlyAlongLegalMovesAndKeepIdsUniqueWhateverIsSeen() {
    RandomCases.check(
        100,
        random -> {
          Tracker any = new Tracker(SETTINGS);
          Map<Long, TrackState> states = new HashMap<>();
          long millis = 0;
          for (int frame = 0; frame < 60; frame++) {
            millis += random.nextInt(20) == 0 ? 6000 : random.nextInt(300);
            TrackerUpdate update = any.update(at(millis), noise(random));
            update.tracks().forEach(track -> follow(states, track));
            update.removed().forEach(track -> follow(states, track));
            assertThat(any.state().tracks()).extracting(Track::id).isSorted();
            assertThat(any.state().tracks()).doesNotHaveDuplicates();
          }
        });
  }

  @Test
  void shouldGoOnFromItsStateAsIfNothingHappened() {
    RandomCases.check(
        50,
        random -> {
          Tracker steady = new Tracker(SETTINGS);
          Tracker moved = new Tracker(SETTINGS);
          for (int frame = 1; frame < 40; frame++) {
            List<Detection> seen = noise(random);
            Instant time = START.plusNanos(frame * 100_000_123L);
            moved = new Tracker(SETTINGS, TrackerState.parse(moved.state().bytes()));

            assertThat(moved.update(time, seen)).isEqualTo(steady.update(time, seen));
            assertThat(moved.state()).isEqualTo(steady.state());
          }
        });
  }

  @Test
  void shouldFollowANewObjectThatIsFasterThanTheFrames() {
    for (int i = 0; i < 6; i++) { // two and a half widths a frame, beside one that stands
      tracker.update(
          at(200 * i),
          List.of(person(0.02 + 0.15 * i, 0.9), new Detection("car", 0.9, person(0.5, 0.9).box())));
    }

    assertThat(tracker.state().tracks()).extracting(Track::id).containsExactly(1L, 2L);
    assertThat(tracker.state().tracks().get(0).hits()).isEqualTo(6);
  }

  @Test
  void shouldNotMakeOneWhoGoesAndOneWhoComesTheSameWhereThereAreOthers() {
    for (int i = 0; i < 4; i++) {
      tracker.update(at(200 * i), List.of(person(0.1, 0.9), person(0.6, 0.9)));
    }

    TrackerUpdate update = tracker.update(at(800), List.of(person(0.2, 0.9), person(0.6, 0.9)));

    assertThat(update.lost()).extracting(Track::id).containsExactly(1L);
    assertThat(tracker.state().nextId()).isEqualTo(4);
  }

  /** Written by the version before, which had no votes. */
  @Test
  void shouldReadTheStateOfTheVersionBefore() throws IOException {
    byte[] before;
    try (InputStream in = getClass().getResourceAsStream("/state/tracker-state-2.bin")) {
      before = in.readAllBytes();
    }

    TrackerState state = TrackerState.parse(before);

    assertThat(state.tracks())
        .extracting(Track::id, Track::state, Track::label, Track::hits)
        .containsExactly(
            tuple(1L, TrackState.CONFIRMED, "car", 10L),
            tuple(2L, TrackState.LOST, "person", 6L),
            tuple(3L, TrackState.TENTATIVE, "truck", 1L));
    assertThat(state.nextId()).isEqualTo(4);
    assertThat(TrackerState.parse(state.bytes())).isEqualTo(state);
    Tracker next = new Tracker(SETTINGS, state);
    Detection goesOn = new Detection("car", 0.8, new RelativeBox(0.2, 0.2, 0.1, 0.2));
    assertThat(next.update(at(2000), List.of(goesOn)).tracks().get(0).hits()).isEqualTo(11);
  }

  @Test
  void shouldRefuseStatesOfAnotherFormat() {
    assertThatThrownBy(() -> TrackerState.parse(new byte[] {99, 0, 0}))
        .hasMessageContaining("expected version 2 to 3, found 99");
    assertThatThrownBy(() -> TrackerState.parse(new byte[] {2, 0})).hasMessageContaining("cut off");
  }

  @Test
  void shouldRefuseDamagedStatesInOneWay() {
    RandomCases.check(
        500,
        random -> {
          tracker.update(at(1 + random.nextInt(100_000)), noise(random));
          byte[] bytes = tracker.state().bytes();
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
          try {
            assertThat(TrackerState.parse(bytes)).isNotNull();
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("tracker state: ");
          }
        });
  }

  @Test
  void shouldTellUnboundedSettings() {
    assertThatThrownBy(
            () ->
                new TrackerSettings(
                    0.05,
                    0.1,
                    0.5,
                    0.2,
                    0.5,
                    0.3,
                    2,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    CONFUSABLE))
        .hasMessageContaining("low-confidence <= high-confidence");
  }

  @Test
  void shouldKeepWhoSitsForAMinuteThoughTheDetectorSeldomSeesThem() {
    seeTwice(tracker);
    List<TrackerUpdate> updates = new ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      boolean isSeen = i % 7 == 0;
      List<Detection> seen = isSeen ? List.of(person(0.21, 0.8)) : List.of();
      updates.add(tracker.update(at(200 + 2000L * i), seen, new StillPeriod(9, true)));
    }
    TrackerUpdate risen =
        tracker.update(at(60_600), List.of(person(0.22, 0.9)), new StillPeriod(1, false));

    assertThat(updates).allMatch(update -> update.lost().isEmpty() && update.removed().isEmpty());
    assertThat(updates).allMatch(update -> update.tracks().size() == 1);
    assertThat(risen.tracks()).extracting(Track::id).containsExactly(1L);
    assertThat(risen.confirmed()).isEmpty();
    assertThat(tracker.state().nextId()).isEqualTo(2);
  }

  @Test
  void shouldEndWhatStandsUnseenForMinutesThoughNothingMoves() {
    seeTwice(tracker);
    int alive = 0;
    while (!tracker
            .update(at(2200 + 2000L * alive), List.of(), new StillPeriod(9, true))
            .tracks()
            .isEmpty()
        && alive < 1000) {
      alive++;
    }

    assertThat(alive).isBetween(50, 75);
  }

  @Test
  void shouldLoseWhoWasLostBeforeNothingMoved() {
    seeTwice(tracker);
    tracker.update(at(400), List.of());

    TrackerUpdate later = tracker.update(at(2400), List.of(), new StillPeriod(9, true));

    assertThat(later.removed()).extracting(Track::id).containsExactly(1L);
  }

  @Test
  void shouldLoseWhoIsUnseenOnceSomethingMoves() {
    seeTwice(tracker);
    tracker.update(at(2200), List.of(), new StillPeriod(9, true));

    TrackerUpdate moving = tracker.update(at(2400), List.of(), new StillPeriod(0, false));
    TrackerUpdate later = tracker.update(at(4600), List.of(), new StillPeriod(0, false));

    assertThat(moving.lost()).extracting(Track::id).containsExactly(1L);
    assertThat(later.removed()).extracting(Track::id).containsExactly(1L);
  }

  @Test
  void shouldNotLetRunOnWhatHasStopped() {
    for (int i = 0; i < 10; i++) {
      tracker.update(at(200L * i), List.of(person(0.1 + 0.03 * i, 0.9)));
    }

    TrackerUpdate rested = tracker.update(at(3800), List.of(), new StillPeriod(9, true));

    assertThat(rested.tracks())
        .singleElement()
        .satisfies(track -> assertThat(track.box().x()).isCloseTo(0.37, within(0.01)));
  }

  private static void follow(Map<Long, TrackState> states, Track track) {
    TrackState before = states.put(track.id(), track.state());
    assertThat(before == null || before == track.state() || before.canBecome(track.state()))
        .as("track %s from %s to %s", track.id(), before, track.state())
        .isTrue();
  }

  private static List<Detection> noise(Random random) {
    List<Detection> seen = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      RelativeBox box = new RelativeBox(0.2 * random.nextInt(5), 0.3 * random.nextInt(3), 0.1, 0.2);
      seen.add(new Detection(random.nextBoolean() ? "person" : "car", random.nextDouble(), box));
    }
    return seen;
  }

  private static void seeTwice(Tracker tracker) {
    tracker.update(at(0), List.of(person(0.2, 0.9)));
    tracker.update(at(100), List.of(person(0.2, 0.9)));
  }

  private static double last(List<Double> values) {
    return values.get(values.size() - 1);
  }

  private static Detection person(double x, double confidence) {
    return new Detection("person", confidence, new RelativeBox(x, 0.4, 0.06, 0.3));
  }

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }
}
