package io.vedette.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.RelativePoint;
import io.vedette.rule.Occurrence.TrackEnded;
import io.vedette.rule.Occurrence.TrackMoved;
import io.vedette.rule.Occurrence.TrackStarted;
import io.vedette.rule.Occurrence.TrackStopped;
import io.vedette.rule.Occurrence.TrackUpdated;
import io.vedette.rule.Occurrence.ZoneEntered;
import io.vedette.tracking.Detection;
import io.vedette.tracking.TrackerUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleEngineTest {
  @Test
  void shouldTellStartPlacesAndEndOfATrack() {
    Script script = new Script(settings(Duration.ofSeconds(1)));
    for (int i = 0; i < 10; i++) {
      script.after(300).see(1, 0.25 + i / 16.0, 0.5).frame();
    }
    script.after(300).end(1).frame();

    assertThat(script.reported(TrackStarted.class)).hasSize(1);
    assertThat(script.reported(TrackUpdated.class)).hasSize(2); // 1.2 s and 2.4 s after the start
    assertThat(script.reported(TrackEnded.class)).hasSize(1);
    assertThat(script.engine().state().objects()).isEmpty();
  }

  @Test
  void shouldTellAStandstillOnceAndItsEnd() {
    Script script = new Script(settings(Duration.ofHours(1)));
    for (int i = 0; i < 40; i++) {
      script.after(500).see(1, 0.5 + (i % 2) / 256.0, 0.5).frame(); // trembles
    }
    script.after(500).see(1, 0.625, 0.5).frame();

    assertThat(script.reported(TrackStopped.class))
        .singleElement()
        .extracting(TrackStopped::since)
        .isEqualTo(Script.START.plusMillis(500));
    assertThat(script.reported(TrackStopped.class).get(0).at())
        .isEqualTo(Script.START.plusMillis(10_500));
    assertThat(script.reported(TrackMoved.class))
        .singleElement()
        .extracting(TrackMoved::stood)
        .isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void shouldTellNothingOfALateFrame() {
    RuleEngine engine = new RuleEngine(settings(Duration.ZERO));
    TrackerUpdate late =
        new TrackerUpdate(false, List.of(), List.of(), List.of(), List.of(), List.of());

    assertThat(engine.update(Script.START, late)).isEmpty();
    assertThat(engine.state()).isEqualTo(RuleState.initial());
  }

  @Test
  void shouldGoOnWhenItsZonesChange() {
    Script script = new Script(Script.rules(Map.of("old", everywhere()), Map.of()));
    script.see(1, 0.5, 0.5).frame();
    RuleEngine changed =
        new RuleEngine(
            Script.rules(Map.of("new", everywhere()), Map.of()), script.engine().state());

    List<Occurrence> reported =
        changed.update(
            Script.START.plusMillis(500),
            new TrackerUpdate(
                true,
                List.of(script.reported(TrackStarted.class).get(0).track()),
                List.of(),
                List.of(),
                List.of(),
                List.of()));

    assertThat(reported).singleElement().isInstanceOf(ZoneEntered.class);
    assertThat(changed.state().occupancies()).containsOnlyKeys("new");
  }

  @Test
  void shouldHideWhatStandsInAMask() {
    Masks masks = new Masks(List.of(new MaskSettings("0,0 0.5,0 0.5,1 0,1", List.of("person"))));
    Detection masked = new Detection("person", 0.9, new RelativeBox(0.1, 0.1, 0.1, 0.1));
    Detection other = new Detection("car", 0.9, new RelativeBox(0.1, 0.1, 0.1, 0.1));
    Detection beside = new Detection("person", 0.9, new RelativeBox(0.48, 0.1, 0.1, 0.1));

    assertThat(masks.visible(List.of(masked, other, beside))).containsExactly(other, beside);
  }

  @Test
  void shouldRefuseBrokenSettingsAndStates() {
    assertThatThrownBy(() -> zone("0,0 0.5,0.5 1,1"))
        .hasMessage("polygon: expected corners that enclose an area, found \"0,0 0.5,0.5 1,1\"");
    assertThatThrownBy(() -> zone("0,0 1,1"))
        .hasMessage("polygon: expected a polygon of at least 3 corners, found 2");
    assertThatThrownBy(() -> new LineSettings("0,0 0,0", List.of(), 0))
        .hasMessageStartingWith("points: expected a line between two points");
    assertThatThrownBy(() -> RuleState.parse(new byte[] {7}))
        .hasMessage("rule state: expected version 1, found 7");
    assertThatThrownBy(() -> RuleState.parse(new byte[] {1, 2})).hasMessageContaining("cut off");
    assertThatThrownBy(() -> RuleState.parse(pending(Integer.MAX_VALUE).bytes()))
        .hasMessageContaining("up to 1000 crossings to report");
    assertThatThrownBy(() -> RuleState.parse(pending(Integer.MIN_VALUE).bytes()))
        .hasMessageContaining("up to 1000 crossings to report");
    assertThat(RuleState.parse(pending(-2).bytes())).isEqualTo(pending(-2));
  }

  /** Of one object with crossings, each of which becomes an event. */
  private static RuleState pending(int crossings) {
    RelativePoint middle = new RelativePoint(0.5, 0.5);
    Instant at = Instant.parse("2026-11-24T10:00:00Z");
    RuleState.Observed observed =
        new RuleState.Observed(
            1,
            middle,
            at,
            new RuleState.Standstill(middle, at, false),
            Map.of(),
            Map.of("door", new RuleState.Passage(1, crossings)));
    return new RuleState(at, List.of(observed), Map.of(), Map.of());
  }

  private static ZoneSettings everywhere() {
    return zone("0,0 1,0 1,1 0,1");
  }

  private static ZoneSettings zone(String polygon) {
    return new ZoneSettings(polygon, List.of(), 0, Duration.ZERO, null, 0, null);
  }

  private static RuleSettings settings(Duration updateEvery) {
    return new RuleSettings(
        Map.of(),
        Map.of(),
        Map.of(),
        new StandstillSettings(Duration.ofSeconds(10), 0.2),
        updateEvery,
        Duration.ofSeconds(5));
  }
}
