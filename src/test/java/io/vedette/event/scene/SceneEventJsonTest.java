package io.vedette.event.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.event.scene.SceneEvent.LineFact;
import io.vedette.event.scene.SceneEvent.ZoneFact;
import io.vedette.event.scene.TrackSummary.BestFrame;
import io.vedette.event.scene.TrackSummary.PathPoint;
import io.vedette.event.scene.TrackSummary.View;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.RelativePoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SceneEventJsonTest {
  private static final Instant AT = Instant.parse("2026-11-23T22:40:16.123456Z");
  private static final FrameReference FRAME =
      new FrameReference(
          17, 4211, AT, "rtcp", 1280, 720, new RecordReference("vedette.frames", 3, 991));
  private static final EventOrigin ORIGIN =
      new EventOrigin("gate", FRAME, new ModelReference("m", "9f2c41d07a3e", "cpu"), "live");

  @Test
  void shouldReadBackWhatItWrote() {
    for (SceneEvent event : List.of(entered(), crossed(), crowded())) {
      assertThat(SceneEventJson.read(SceneEventJson.write(event))).isEqualTo(event);
    }
  }

  @Test
  void shouldWriteAlwaysTheSameBytes() {
    String json = new String(SceneEventJson.write(crossed()), StandardCharsets.UTF_8);

    assertThat(json)
        .isEqualTo(
            """
            {"id":"gate/17/4211@9f2c41d07a3e/line.crossed/12/door/8","type":"line.crossed",\
            "camera":"gate","frame":{"session":17,"sequence":4211,\
            "captured_at":"2026-11-23T22:40:16.123456Z","clock":"rtcp","width":1280,"height":720,\
            "ref":{"topic":"vedette.frames","partition":3,"offset":991}},\
            "model":{"name":"m","digest":"9f2c41d07a3e","device":"cpu"},"run":"live",\
            "reasons":["crossed_line"],"track":{"id":"gate/12","number":12,"label":"person",\
            "started_at":"2026-11-23T22:40:12.923456Z","duration_s":3.2,"top_confidence":0.91,\
            "entered_zones":[]},"after":{"seen_at":"2026-11-23T22:40:16.123456Z",\
            "box":{"x":0.412,"y":0.301,"w":0.051,"h":0.204},"confidence":0.83,\
            "stationary":false,"zones":[]},"line":{"name":"door","direction":"right",\
            "to_left":3,"to_right":5}}""");
  }

  @Test
  void shouldNameEachFactByWhatItIsAbout() {
    assertThat(entered().id()).isEqualTo("gate/17/4211@9f2c41d07a3e/zone.entered/12/yard");
    assertThat(crowded().id()).isEqualTo("gate/17/4211@9f2c41d07a3e/zone.crowded/yard");
  }

  @Test
  void shouldIgnoreFieldsItDoesNotKnow() {
    String json = new String(SceneEventJson.write(crowded()), StandardCharsets.UTF_8);

    String later = json.replaceFirst("\\{", "{\"new\":[1,{\"x\":2}],");

    assertThat(SceneEventJson.read(later.getBytes(StandardCharsets.UTF_8))).isEqualTo(crowded());
  }

  @Test
  void shouldRefuseWhatIsNone() {
    assertThatThrownBy(() -> SceneEventJson.read("{\"camera".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a scene event");
    assertThatThrownBy(() -> SceneEventJson.read("{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SceneEvent entered() {
    View before = view(1000, List.of());
    View after = view(0, List.of("yard"));
    TrackSummary track =
        new TrackSummary(
            12,
            "person",
            AT.minusMillis(3200),
            0.91,
            List.of("yard"),
            before,
            after,
            List.of(
                new PathPoint(AT.minusMillis(3200), new RelativePoint(0.1, 0.25)),
                new PathPoint(AT, new RelativePoint(0.4375, 0.505))),
            new BestFrame(FRAME, after.box(), 0.91, 0.09281));
    return new SceneEvent(
        SceneEventType.ZONE_ENTERED,
        ORIGIN,
        List.of(ChangeReason.ENTERED_ZONE, ChangeReason.BETTER_VIEW),
        track,
        new ZoneFact("yard", AT.minusMillis(400), Duration.ofMillis(400), 2),
        null);
  }

  private static SceneEvent crossed() {
    TrackSummary track =
        new TrackSummary(
            12,
            "person",
            AT.minusMillis(3200),
            0.91,
            List.of(),
            null,
            view(0, List.of()),
            List.of(),
            null);
    return new SceneEvent(
        SceneEventType.LINE_CROSSED,
        ORIGIN,
        List.of(ChangeReason.CROSSED_LINE),
        track,
        null,
        new LineFact("door", "right", 3, 5));
  }

  private static SceneEvent crowded() {
    return new SceneEvent(
        SceneEventType.ZONE_CROWDED,
        ORIGIN,
        List.of(),
        null,
        new ZoneFact("yard", null, null, 7),
        null);
  }

  private static View view(long millisAgo, List<String> zones) {
    return new View(
        AT.minusMillis(millisAgo), new RelativeBox(0.412, 0.301, 0.051, 0.204), 0.83, false, zones);
  }
}
