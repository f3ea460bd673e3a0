package io.vedette.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.RandomCases;
import io.vedette.geometry.RelativePoint;
import io.vedette.rule.Occurrence.TrackEnded;
import io.vedette.rule.Occurrence.ZoneCrowded;
import io.vedette.rule.Occurrence.ZoneDeserted;
import io.vedette.rule.Occurrence.ZoneEased;
import io.vedette.rule.Occurrence.ZoneEntered;
import io.vedette.rule.Occurrence.ZoneLeft;
import io.vedette.rule.Occurrence.ZoneLoitering;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ZoneTest {
  private static final String RIGHT_HALF = "0.5,0 1,0 1,1 0.5,1";

  @Test
  void shouldTellEntryAndDwell() {
    Script script = script(zone(0));
    script.see(1, 0.25, 0.5).frame();
    script.after(1000).see(1, 0.75, 0.5).frame();
    script.after(1000).see(1, 0.75, 0.5).frame();
    script.after(1000).see(1, 0.25, 0.5).frame();

    assertThat(script.reported(ZoneEntered.class))
        .singleElement()
        .extracting(ZoneEntered::since)
        .isEqualTo(Script.START.plusSeconds(1));
    assertThat(script.reported(ZoneLeft.class))
        .singleElement()
        .extracting(ZoneLeft::dwell)
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void shouldNotFlickerWithinItsInertia() {
    Script script = script(zone(400));
    for (int i = 0; i < 20; i++) {
      script.after(200).see(1, i % 2 == 0 ? 0.25 : 0.75, 0.5).frame();
    }
    assertThat(script.reported(ZoneEntered.class)).isEmpty();

    script.after(200).see(1, 0.75, 0.5).frame();
    script.after(200).see(1, 0.75, 0.5).frame();

    assertThat(script.reported(ZoneEntered.class))
        .singleElement()
        .extracting(ZoneEntered::since)
        .isEqualTo(Script.START.plusMillis(4000)); // the first sight of an unbroken stay
  }

  @Test
  void shouldTellObjectsBornInside() {
    Script script = script(zone(400));
    script.see(1, 0.75, 0.5).frame();
    script.after(400).see(1, 0.75, 0.5).frame();

    assertThat(script.reported(ZoneEntered.class))
        .singleElement()
        .extracting(ZoneEntered::since)
        .isEqualTo(Script.START);
  }

  @Test
  void shouldLeaveWithTheTrackBeforeTheTrackEnds() {
    Script script = script(zone(0));
    script.see(1, 0.75, 0.5).frame();
    script.after(700).see(1, 0.75, 0.5).frame();
    script.after(500).lose(1).frame();

    List<Occurrence> last = script.after(500).end(1).frame();

    assertThat(last).hasExactlyElementsOfTypes(ZoneLeft.class, TrackEnded.class);
    assertThat(script.reported(ZoneLeft.class).get(0).dwell()).isEqualTo(Duration.ofMillis(700));
  }

  @Test
  void shouldKeepLostObjectsWhereTheyWere() {
    Script script = script(zone(0));
    script.see(1, 0.75, 0.5).frame();
    script.after(500).see(1, 0.25, 0.5).lose(1).frame();

    assertThat(script.reported(ZoneLeft.class)).isEmpty();
  }

  @Test
  void shouldTellLoiteringOnceAVisit() {
    Script script = script(zone(0));
    for (int visit = 0; visit < 2; visit++) {
      for (int i = 0; i < 30; i++) {
        script.after(500).see(1, 0.75, 0.5).frame();
      }
      script.after(500).see(1, 0.25, 0.5).frame();
    }

    assertThat(script.reported(ZoneLoitering.class))
        .extracting(ZoneLoitering::dwell)
        .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  @Test
  void shouldTellCrowdingAndItsEndOnce() {
    Script script = script(zone(0)); // more than 2
    for (int id = 1; id <= 4; id++) {
      script.after(100).see(id, 0.75, 0.5).frame();
    }
    script.after(100).end(1).frame();
    script.after(100).see(2, 0.25, 0.5).frame();
    script.after(100).end(3).frame();

    assertThat(script.reported(ZoneCrowded.class))
        .extracting(ZoneCrowded::objects)
        .containsExactly(3);
    assertThat(script.reported(ZoneEased.class)).extracting(ZoneEased::objects).containsExactly(2);
  }

  @Test
  void shouldTellAbsenceOnceUntilSomethingEnters() {
    Script script = script(zone(0)); // after 20 s
    for (int i = 0; i < 30; i++) {
      script.after(1000).frame();
    }
    script.after(1000).see(1, 0.75, 0.5).frame();
    script.after(1000).end(1).frame();
    for (int i = 0; i < 30; i++) {
      script.after(1000).frame();
    }

    assertThat(script.reported(ZoneDeserted.class))
        .extracting(ZoneDeserted::since)
        .containsExactly(Script.START.plusSeconds(1), Script.START.plusSeconds(32));
  }

  @Test
  void shouldNotTakeASilentCameraForAnEmptyZone() {
    Script script = script(zone(0));
    script.after(1000).frame();
    script.after(60_000).frame();
    script.after(4_000).frame();

    assertThat(script.reported(ZoneDeserted.class)).isEmpty();
  }

  @Test
  void shouldCountOnlyItsLabelsAndSizes() {
    ZoneSettings cars =
        new ZoneSettings(RIGHT_HALF, List.of("car"), 0.001, Duration.ZERO, null, 0, null);
    ZoneSettings large = new ZoneSettings(RIGHT_HALF, List.of(), 0.5, Duration.ZERO, null, 0, null);
    Script script = new Script(Script.rules(Map.of("cars", cars, "large", large), Map.of()));
    script.see(1, "person", 0.75, 0.5).see(2, "car", 0.75, 0.5).frame();

    assertThat(script.reported(ZoneEntered.class))
        .singleElement()
        .satisfies(entered -> assertThat(entered.zone()).isEqualTo("cars"))
        .satisfies(entered -> assertThat(entered.track().id()).isEqualTo(2));
  }

  @Test
  void shouldPairEachEntryWithOneLeavingOnAnyPath() {
    RandomCases.check(
        300,
        random -> {
          Script script = script(zone(100L * random.nextInt(5)));
          for (int frame = 0; frame < 40; frame++) {
            script.after(50 + random.nextInt(300));
            for (int id = 1; id <= 3; id++) {
              move(script, id, random);
            }
            script.frame();
            RuleState state = script.engine().state();
            assertThat(RuleState.parse(state.bytes())).isEqualTo(state);
          }
          script.after(100).end(1).end(2).end(3).frame();

          for (long id = 1; id <= 3; id++) {
            assertThat(balance(script, id)).isZero();
          }
          assertThat(script.engine().state().objects()).isEmpty();
          assertThat(script.reported(ZoneLeft.class)).noneMatch(left -> left.dwell().isNegative());
          int crowds = script.reported(ZoneCrowded.class).size();
          assertThat(script.reported(ZoneEased.class)).hasSize(crowds);
        });
  }

  @Test
  void shouldFollowTheAnchorExactlyWithoutInertia() {
    RandomCases.check(
        200,
        random -> {
          ZoneSettings bow = // crosses itself in its middle
              new ZoneSettings(
                  "0.25,0.25 0.75,0.75 0.75,0.25 0.25,0.75",
                  List.of(),
                  0,
                  Duration.ZERO,
                  null,
                  0,
                  null);
          Script script = new Script(Script.rules(Map.of("zone", bow), Map.of()));
          for (int frame = 0; frame < 30; frame++) {
            RelativePoint place = gridPoint(random);
            script.after(100).see(1, place.x(), place.y()).frame();

            boolean isInside = balance(script, 1) == 1;
            assertThat(isInside).isEqualTo(bow.area().contains(place));
          }
        });
  }

  private static void move(Script script, long id, Random random) {
    RelativePoint place = gridPoint(random);
    script.see(id, place.x(), place.y());
    if (random.nextInt(6) == 0) {
      script.lose(id);
    }
  }

  private static long balance(Script script, long id) {
    long entered =
        script.reported(ZoneEntered.class).stream().filter(e -> e.track().id() == id).count();
    long left = script.reported(ZoneLeft.class).stream().filter(e -> e.track().id() == id).count();
    return entered - left;
  }

  private static RelativePoint gridPoint(Random random) {
    return new RelativePoint((4 + random.nextInt(9)) / 16.0, (4 + random.nextInt(9)) / 16.0);
  }

  private static ZoneSettings zone(long inertiaMillis) {
    return new ZoneSettings(
        RIGHT_HALF,
        List.of(),
        0,
        Duration.ofMillis(inertiaMillis),
        Duration.ofSeconds(10),
        2,
        Duration.ofSeconds(20));
  }

  private static Script script(ZoneSettings zone) {
    return new Script(Script.rules(Map.of("zone", zone), Map.of()));
  }
}
