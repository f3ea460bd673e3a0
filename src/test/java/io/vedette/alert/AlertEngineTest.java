package io.vedette.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;
import io.vedette.event.Alert;
import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertEngineTest {
  /** A Tuesday. */
  private static final Instant NIGHT = Instant.parse("2026-11-24T23:00:00Z");

  private final List<Alert> reported = new ArrayList<>();
  private AlertEngine engine;
  private AlertSettings settings;
  private long sequence;

  @Test
  void shouldTellOnceOfAPersonWhoStaysInAZoneAtNight() {
    rules(
        "night.labels=person", "night.places=yard", "night.hours=22:00-06:00", "night.lasting=5s");

    for (int second = 0; second < 60; second++) {
      at(
          NIGHT.plusSeconds(second),
          inZone(1, "person", "yard", NIGHT),
          inZone(2, "car", "yard", NIGHT));
    }

    assertThat(reported).hasSize(1);
    assertThat(reported.get(0).origin().frame().capturedAt()).isEqualTo(NIGHT.plusSeconds(5));
    assertThat(reported.get(0).words()).isEqualTo("gate: person #1 in yard for 5.0 s");
    assertThat(Alert.read(reported.get(0).json())).isEqualTo(reported.get(0));
  }

  @Test
  void shouldTellOfOneWhoIsThereAlreadyWhenTheHoursBegin() {
    rules("night.hours=22:00-06:00", "night.lasting=5s");
    Instant evening = Instant.parse("2026-11-24T21:59:50Z");

    for (int second = 0; second < 20; second++) {
      at(evening.plusSeconds(second), inZone(1, "person", "yard", evening));
    }

    assertThat(reported).hasSize(1);
    assertThat(reported.get(0).origin().frame().capturedAt()).isEqualTo("2026-11-24T22:00:00Z");
  }

  @Test
  void shouldGoByTheDayOnWhichTheHoursBegan() {
    rules("night.hours=22:00-06:00", "night.days=tue", "night.cool-down=0");
    Instant wednesdayEarly = Instant.parse("2026-11-25T05:00:00Z");
    Instant tuesdayEarly = Instant.parse("2026-11-24T05:00:00Z");
    Instant wednesdayNight = Instant.parse("2026-11-25T23:00:00Z");

    at(tuesdayEarly, inZone(1, "person", "yard", tuesdayEarly));
    assertThat(reported).isEmpty();
    at(wednesdayEarly, inZone(2, "person", "yard", wednesdayEarly));
    assertThat(reported).hasSize(1);
    at(wednesdayNight, inZone(3, "person", "yard", wednesdayNight));
    assertThat(reported).hasSize(1);
  }

  @Test
  void shouldBeQuietForAWhileAndThenSayHowManyItHeldBack() {
    rules("busy.cool-down=10m");

    at(NIGHT, inZone(1, "person", "yard", NIGHT));
    for (int i = 2; i < 7; i++) {
      at(NIGHT.plusSeconds(60L * i), inZone(i, "person", "yard", NIGHT));
    }
    at(NIGHT.plusSeconds(120), inZone(20, "person", "door", NIGHT)); // another place
    at(NIGHT.plusSeconds(601), inZone(9, "person", "yard", NIGHT));

    assertThat(reported)
        .extracting(alert -> alert.cause().place())
        .containsExactly("yard", "door", "yard");
    assertThat(reported).extracting(Alert::suppressed).containsExactly(0L, 0L, 5L);
  }

  @Test
  void shouldTellTogetherWhatComesTogether() {
    rules("crowd.group=10s", "crowd.per=camera");

    at(NIGHT, inZone(1, "person", "yard", NIGHT));
    at(
        NIGHT.plusSeconds(4),
        inZone(1, "person", "yard", NIGHT),
        inZone(2, "person", "door", NIGHT));
    assertThat(reported).isEmpty();
    at(NIGHT.plusSeconds(10));

    assertThat(reported).hasSize(1);
    assertThat(reported.get(0).subjects()).hasSize(2);
  }

  @Test
  void shouldTellWhatWaitsWhenTheCameraFallsSilent() {
    rules("crowd.group=10s");
    at(NIGHT, inZone(1, "person", "yard", NIGHT));

    reported.addAll(engine.end(origin(NIGHT)));

    assertThat(reported).hasSize(1);
    assertThat(engine.state().groups()).isEmpty();
  }

  @Test
  void shouldTellOfEachTrackWhenAskedTo() {
    rules("each.per=track", "each.cool-down=1h");

    for (int second = 0; second < 10; second++) {
      at(
          NIGHT.plusSeconds(second),
          inZone(1, "person", "yard", NIGHT),
          inZone(2, "person", "yard", NIGHT));
    }

    assertThat(reported).hasSize(2);
  }

  @Test
  void shouldTellOfEveryCrossingAndOfZonesAsAWhole() {
    rules("a.when=crossed", "a.places=door", "a.cool-down=0", "b.when=empty", "c.when=crowded");
    Fact crossing = new Fact(When.CROSSED, "door", new Fact.Subject(1, "person"), NIGHT);

    at(NIGHT, crossing);
    at(NIGHT.plusSeconds(1));
    at(NIGHT.plusSeconds(2), crossing, new Fact(When.EMPTY, "yard", null, NIGHT));
    at(NIGHT.plusSeconds(3), new Fact(When.CROWDED, "yard", null, NIGHT.plusSeconds(3)));

    assertThat(reported)
        .extracting(Alert::words)
        .containsExactly(
            "gate: person #1 crossed door",
            "gate: person #1 crossed door",
            "gate: yard is empty for 2.0 s",
            "gate: yard is crowded for 0.0 s");
    assertThat(reported).extracting(Alert::id).doesNotHaveDuplicates();
  }

  @Test
  void shouldPassOverRulesOfOtherCameras() {
    rules("a.cameras=yard,dock");

    at(NIGHT, inZone(1, "person", "yard", NIGHT));

    assertThat(reported).isEmpty();
    assertThat(engine.isIdle()).isTrue();
  }

  @Test
  void shouldRefuseWrongHours() {
    assertThatThrownBy(() -> rules("a.hours=22-6"))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("expected a part of the day as 22:00-06:00, found \"22-6\"");
    assertThatThrownBy(() -> rules("a.days=someday")).hasMessageContaining("mon,tue");
    assertThatThrownBy(() -> rules("a.wen=seen")).hasMessageContaining("did you mean \"when\"?");
  }

  private void rules(String... assignments) {
    Settings given = new Settings(Map.of()).put("time-zone", "UTC", "test");
    for (String assignment : assignments) {
      int at = assignment.indexOf('=');
      given.put("rules." + assignment.substring(0, at), assignment.substring(at + 1), "test");
    }
    settings = given.bind(AlertSettings.class);
    engine = new AlertEngine("gate", settings, AlertState.initial());
  }

  /** One frame; in between, the engine goes through its bytes. */
  private void at(Instant time, Fact... facts) {
    reported.addAll(engine.update(origin(time), List.of(facts)));
    engine = new AlertEngine("gate", settings, AlertState.parse(engine.state().bytes()));
  }

  private EventOrigin origin(Instant time) {
    FrameReference frame = new FrameReference(1, sequence++, time, "host", 640, 360, null);
    return new EventOrigin("gate", frame, new ModelReference("m", "0123456789ab", "cpu"), "live");
  }

  private static Fact inZone(long number, String label, String zone, Instant since) {
    return new Fact(When.IN_ZONE, zone, new Fact.Subject(number, label), since);
  }
}
