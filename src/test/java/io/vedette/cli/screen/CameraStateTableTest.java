package io.vedette.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.DegradationEvent;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CameraStateTableTest {
  private static final Instant START = Instant.parse("2026-11-29T18:00:00Z");
  private static final Terminal.Size WIDE = new Terminal.Size(40, 120);

  private final CameraStateTable table = new CameraStateTable(List.of("gate", "yard"));

  @Test
  void shouldSayHowEachCameraDoes() {
    table.take(state("gate", CameraState.LIVE, null));
    table.take(state("yard", CameraState.FAILED, "no route to the camera"));
    for (int look = 0; look <= 100; look++) {
      table.take(detections("gate", "person", "car", "person"), START.plusMillis(200L * look));
    }

    assertThat(table.lines(START.plusSeconds(20), WIDE))
        .containsExactly(
            "camera  state         fps  delay   sees",
            "gate    live         5.1/s  120 ms  1 × car, 2 × person",
            "yard    failed     no route to the camera");
    assertThat(table.summary(START.plusSeconds(20)))
        .isEqualTo("1 of 2 cameras live, 5.1 pictures a second inferred");
  }

  @Test
  void shouldSayThatACameraIsReadLess() {
    table.take(detections("gate"), START);
    table.take(
        new DegradationEvent(
            "gate",
            17,
            1,
            "node",
            2,
            Duration.ofSeconds(3),
            new DegradationEvent.Measure(0.5, 0.5, false),
            START));

    assertThat(table.lines(START, WIDE).get(1)).endsWith("nothing  (degraded: step 2)");
  }

  @Test
  void shouldForgetACameraThatIsRemoved() {
    table.take(state("gate", CameraState.REMOVED, null));

    assertThat(table.lines(START, WIDE)).hasSize(2).noneMatch(line -> line.contains("gate"));
  }

  @Test
  void shouldFitIntoAnyTerminalAndShowFirstWhatIsWrong() {
    CameraStateTable many =
        new CameraStateTable(IntStream.range(0, 50).mapToObj(i -> "cam" + i).toList());
    IntStream.range(0, 49).forEach(i -> many.take(state("cam" + i, CameraState.LIVE, null)));
    many.take(state("cam49", CameraState.FAILED, "unreachable ".repeat(30) + "\u001b[2J"));

    for (Terminal.Size size : List.of(WIDE, new Terminal.Size(24, 80), new Terminal.Size(5, 20))) {
      List<String> lines = many.lines(START, size);
      assertThat(lines).hasSizeLessThanOrEqualTo(Math.max(3, size.rows() / 2));
      assertThat(lines).allMatch(line -> line.length() < size.columns());
      assertThat(lines.get(1)).startsWith("cam49").doesNotContain("\u001b");
      assertThat(lines.get(lines.size() - 1)).startsWith("… and");
    }
  }

  private static FrameDetections detections(String camera, String... labels) {
    List<DetectedObject> objects =
        Stream.of(labels)
            .map(label -> new DetectedObject(label, 0, 0.8, new RelativeBox(0.1, 0.1, 0.2, 0.2)))
            .toList();
    return new FrameDetections(
        camera,
        new FrameReference(17, 1, START, "rtcp", 640, 360, null),
        new ModelReference("m", "9f2c41d07a3e", "cpu"),
        FrameDetections.LIVE,
        objects,
        Map.of("end_to_end", 120.4));
  }

  private static CameraStateEvent state(String camera, CameraState state, String problem) {
    return new CameraStateEvent(
        camera,
        state,
        17,
        1,
        "node",
        START,
        problem == null ? null : new CameraStateEvent.Problem("unreachable", problem),
        null,
        null,
        null);
  }
}
