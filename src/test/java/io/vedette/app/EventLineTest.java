package io.vedette.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.event.Alert;
import io.vedette.event.DetectionEvent.FrameReference;
import io.vedette.event.DetectionEvent.ModelReference;
import io.vedette.event.SceneEvent.Origin;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.transport.EventReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
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
            new Origin("gate", frame, new ModelReference("m", "9f2c41d07a3e", "cpu"), "live"),
            List.of(new Alert.Subject(12, "person", AT.minusMillis(5_200))),
            0,
            List.of());

    String told = line.of(new EventReader.Event("alerts", "gate", Alert.TYPE, alert.json()));

    assertThat(told).isEqualTo("22:40:16.123 alert gate: person #12 in yard for 5.2 s");
  }

  @Test
  void shouldTellWhatBecameOfACamera() {
    CameraStateEvent.Problem problem =
        new CameraStateEvent.Problem("unreachable", "no route to the camera");
    CameraStateEvent event =
        new CameraStateEvent("gate", CameraState.LIVE, 17, 3, "node-1", AT, problem, null, null);

    String told =
        line.of(new EventReader.Event("events", "gate", event.cloudEventsType(), event.json()));

    assertThat(told).isEqualTo("22:40:16.123 gate: live on node-1: no route to the camera");
  }
}
