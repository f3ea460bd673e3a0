package io.vedette.event.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.GoldenFile;
import io.vedette.event.operation.CameraStateEvent.Problem;
import io.vedette.event.operation.Quality.Grade;
import io.vedette.frame.DropReason;
import io.vedette.frame.FrameId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationEventTest {
  private static final Instant AT = Instant.parse("2026-11-23T22:41:00Z");

  @Test
  void shouldWriteAndReadACamerasState() {
    CameraStateEvent event =
        new CameraStateEvent(
            "gate",
            CameraState.STALLED,
            17,
            3,
            "host-1",
            AT,
            new Problem("stalled", "nothing came"),
            "host-2",
            new Quality(0.5, 3, 1),
            null);

    assertThat(CameraStateEvent.read(event.json())).isEqualTo(event);
    assertThat(event.id()).isEqualTo("gate/17/state/3");
    assertThat(event.cloudEventsType()).isEqualTo("io.vedette.camera.state.v1");
  }

  @Test
  void shouldLeaveOutWhatIsNotKnown() {
    CameraStateEvent event =
        new CameraStateEvent("gate", CameraState.LIVE, 17, 3, "host-1", AT, null, null, null, null);

    assertThat(text(event))
        .isEqualTo(
            "{\"id\":\"gate/17/state/3\",\"type\":\"camera.state\",\"camera\":\"gate\",\"state\":\"live\","
                + "\"session\":17,\"number\":3,\"node\":\"host-1\",\"at\":\"2026-11-23T22:41:00.000000Z\"}");
  }

  @Test
  void shouldTellWhatWasCovered() {
    CoverageEvent event =
        new CoverageEvent(
            "gate",
            "host-1",
            "ingest",
            AT.minusSeconds(60),
            AT,
            Map.of("dropped.broker", 2L, "captured", 300L),
            new Quality(1, 0, 0));

    assertThat(text(event))
        .contains("\"frames\":{\"captured\":300,\"dropped.broker\":2}", "\"grade\":\"excellent\"");
  }

  @Test
  void shouldReadWhatWasWritten() {
    List<OperationEvent> events =
        List.of(
            new CameraStateEvent(
                "gate", CameraState.LIVE, 17, 3, "host-1", AT, null, null, null, null),
            new CoverageEvent(
                "gate",
                "host-1",
                "ingest",
                AT.minusSeconds(60),
                AT,
                Map.of("dropped.broker", 2L, "captured", 300L),
                new Quality(1, 0, 0)),
            new DropEvent("gate", 17, 4211, 4215, "stale", AT),
            new DegradationEvent(
                "gate",
                17,
                3,
                "host-1",
                2,
                Duration.ofSeconds(4),
                new DegradationEvent.Measure(0.5, 0.75, false),
                AT));

    List<String> written = new ArrayList<>(events.stream().map(OperationEventTest::text).toList());
    written.add(
        text(
            new CameraStateEvent(
                "gate",
                CameraState.QUARANTINED,
                17,
                4,
                "host-1",
                AT,
                new Problem("quarantined", "2 nodes ended while opening it"),
                "host-2",
                null,
                new Attempt("p-1", 12, 2, 2, true, 0, 3, false, AT.plusSeconds(60)))));
    GoldenFile.assertSame("operations.jsonl", written);
    assertThat(events).allSatisfy(e -> assertThat(OperationEvent.read(e.json())).isEqualTo(e));
    assertThat(events)
        .extracting(OperationEvent::cloudEventsType)
        .containsExactlyInAnyOrderElementsOf(OperationEvent.cloudEventsTypes());
  }

  @Test
  void shouldJoinDroppedFramesToRuns() {
    DropRuns runs = new DropRuns();
    for (long sequence : new long[] {5, 6, 4, 9, 12, 11}) {
      runs.add(new FrameId("gate", 17, sequence), DropReason.STALE, AT);
    }
    runs.add(new FrameId("gate", 17, 7), DropReason.FENCED, AT);
    runs.add(new FrameId("yard", 17, 7), DropReason.STALE, AT);

    assertThat(runs.take())
        .extracting(
            drop -> drop.camera() + " " + drop.first() + "-" + drop.last() + " " + drop.reason())
        .containsExactlyInAnyOrder(
            "gate 4-6 stale",
            "gate 9-9 stale",
            "gate 11-12 stale",
            "gate 7-7 fenced",
            "yard 7-7 stale");
    assertThat(runs.take()).isEmpty();
  }

  @Test
  void shouldGradeByTheWorstFigure() {
    assertThat(new Quality(1, 0, 0).grade()).isEqualTo(Grade.EXCELLENT);
    assertThat(new Quality(1, 1, 0).grade()).isEqualTo(Grade.GOOD);
    assertThat(new Quality(0.8, 0, 0).grade()).isEqualTo(Grade.FAIR);
    assertThat(new Quality(1, 20, 20).grade()).isEqualTo(Grade.UNUSABLE);
    assertThat(new Quality(0, 0, 0).grade()).isEqualTo(Grade.UNUSABLE);
  }

  private static String text(OperationEvent event) {
    return new String(event.json(), StandardCharsets.UTF_8);
  }
}
