package io.vedette.cli.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.event.Alert;
import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.CoverageEvent;
import io.vedette.event.operation.DegradationEvent;
import io.vedette.event.operation.DegradationEvent.Measure;
import io.vedette.event.operation.DropEvent;
import io.vedette.event.operation.OperationEvent;
import io.vedette.transport.event.EventReader;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class EventLineTest {
  private static final Instant AT = Instant.parse("2026-11-23T22:40:16.123456Z");

  private final EventLine line = new EventLine(Ansi.OFF, ZoneOffset.UTC);

  @Test
  void shouldTellAlertsInWords() {
    FrameReference frame = new FrameReference(17, 4211, AT, "rtcp", 1280, 720, null);
    Alert alert =
        new Alert(
            "night/yard",
            new Alert.Cause("night", "in-zone", "yard", AT.minusMillis(5_200)),
            new EventOrigin("gate", frame, new ModelReference("m", "9f2c41d07a3e", "cpu"), "live"),
            List.of(new Alert.Subject(12, "person", AT.minusMillis(5_200))),
            0,
            List.of());

    String reported = line.of(new EventReader.Event("alerts", "gate", Alert.TYPE, alert.json()));

    assertThat(reported).isEqualTo("22:40:16.123 alert gate: person #12 in yard for 5.2 s");
  }

  @Test
  void shouldTellWhatBecameOfACamera() {
    CameraStateEvent.Problem problem =
        new CameraStateEvent.Problem("unreachable", "no route to the camera");
    CameraStateEvent event =
        new CameraStateEvent(
            "gate", CameraState.LIVE, 17, 3, "node-1", AT, problem, null, null, null);

    assertThat(reported(event))
        .isEqualTo("22:40:16.123 gate: live on node-1: no route to the camera");
  }

  @Test
  void shouldTellWhatWasCovered() {
    assertThat(reported(coverage("ingest", Map.of("captured", 45L, "inferred", 45L))))
        .isEqualTo(
            "22:40:16.123 gate coverage: 45 captured, 45 inferred, 0 dropped in 28 s (ingest)");
    assertThat(
            reported(
                coverage(
                    "detect", Map.of("dropped.stale", 2L, "dropped.broker", 1L, "inferred", 9L))))
        .isEqualTo(
            "22:40:16.123 gate coverage: 9 inferred, 3 dropped (1 broker, 2 stale) in 28 s"
                + " (detect)");
  }

  @Test
  void shouldTellWhatWasDropped() {
    assertThat(reported(new DropEvent("gate", 17, 4211, 4215, "stale", AT)))
        .isEqualTo("22:40:16.123 gate: frames #4211 to #4215 dropped (5): stale");
    assertThat(reported(new DropEvent("gate", 17, 4211, 4211, "broker", AT)))
        .isEqualTo("22:40:16.123 gate: frame #4211 dropped: broker");
  }

  @Test
  void shouldTellOfStepsDownAndUpAgain() {
    assertThat(reported(step(2, 0.5, 0.75, false)))
        .isEqualTo(
            "22:40:16.123 gate: degraded to step 2: 50 % of the frames, 75 % of their width,"
                + " workers are 4.2 s behind");
    assertThat(reported(step(3, 0.5, 0.5, true)))
        .isEqualTo("22:40:16.123 gate: degraded to step 3: no frames, workers are 4.2 s behind");
    assertThat(reported(step(0, 1, 1, false)))
        .isEqualTo("22:40:16.123 gate: sends all frames again");
  }

  private static CoverageEvent coverage(String role, Map<String, Long> counts) {
    return new CoverageEvent("gate", "node-1", role, AT.minusSeconds(28), AT, counts, null);
  }

  private static DegradationEvent step(int step, double rate, double scale, boolean isPaused) {
    Measure measure = new Measure(rate, scale, isPaused);
    return new DegradationEvent(
        "gate", 17, 3, "node-1", step, Duration.ofMillis(4_200), measure, AT);
  }

  private String reported(OperationEvent event) {
    return line.of(new EventReader.Event("events", "gate", event.cloudEventsType(), event.json()));
  }
}
