package io.vedette.simulator.street;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.geometry.Size;
import java.awt.image.DataBufferInt;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StreetSceneTest {
  private static final Size SIZE = new Size(320, 180);

  @Test
  void shouldDrawTheSamePictureForTheSameSeedAndFrame() {
    StreetScene first = new StreetScene(7, SIZE);
    StreetScene second = new StreetScene(7, SIZE);

    SceneFrame one = first.render(100);
    SceneFrame other = second.render(100);

    assertThat(pixels(one)).isEqualTo(pixels(other));
    assertThat(one.objects()).isEqualTo(other.objects()).isEqualTo(first.objects(100));
  }

  @Test
  void shouldDrawAnotherStreetForAnotherSeed() {
    assertThat(pixels(new StreetScene(1, SIZE).render(0)))
        .isNotEqualTo(pixels(new StreetScene(4, SIZE).render(0)));
  }

  @Test
  void shouldShowEveryClassWithinALoop() {
    Set<String> seen =
        LongStream.range(0, 3)
            .mapToObj(seed -> new StreetScene(seed, SIZE, 5))
            .flatMap(scene -> LongStream.range(0, scene.loopFrames()).mapToObj(scene::objects))
            .flatMap(List::stream)
            .map(SceneObject::label)
            .collect(Collectors.toSet());

    assertThat(seen).containsExactlyInAnyOrder("person", "car", "bus", "truck", "motorcycle");
  }

  @Test
  void shouldMoveEachTrackSmoothlyAcrossTheSeamOfTheLoop() {
    StreetScene scene = new StreetScene(1, SIZE, 25);

    for (long frame = scene.loopFrames() - 50; frame < scene.loopFrames() + 50; frame++) {
      Map<Long, SceneObject> before = byTrack(scene.objects(frame));
      for (SceneObject object : scene.objects(frame + 1)) {
        SceneObject same = before.get(object.trackId());
        if (same != null && object.visibility() > 0.9 && same.visibility() > 0.9) {
          assertThat(same.label()).isEqualTo(object.label());
          assertThat(same.box().iou(object.box())).isGreaterThan(0.5);
        }
      }
    }
  }

  @Test
  void shouldGiveNewTrackIdsInTheNextLoop() {
    StreetScene scene = new StreetScene(1, SIZE, 25);
    List<SceneObject> first = scene.objects(100);
    List<SceneObject> next = scene.objects(100 + scene.loopFrames());

    assertThat(next).hasSameSizeAs(first);
    assertThat(byTrack(next).keySet()).doesNotContainAnyElementsOf(byTrack(first).keySet());
    assertThat(first).allMatch(object -> object.trackId() > 0);
  }

  private static Map<Long, SceneObject> byTrack(List<SceneObject> objects) {
    return objects.stream().collect(Collectors.toMap(SceneObject::trackId, Function.identity()));
  }

  private static int[] pixels(SceneFrame frame) {
    return ((DataBufferInt) frame.image().getRaster().getDataBuffer()).getData();
  }
}
