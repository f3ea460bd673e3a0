package io.vedette.camera.motion;

import io.vedette.camera.VideoSource;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.config.Settings;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.picture.Canvas;
import io.vedette.picture.LumaGrid;
import io.vedette.picture.Picture;
import io.vedette.picture.video.VideoWriter;
import io.vedette.simulator.street.SceneKind;
import io.vedette.simulator.street.SceneObject;
import io.vedette.simulator.street.StreetScene;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A synthetic scene, filmed as H.264 and judged by a motion gate, with its ground truth. */
final class FilmedScene {
  static final Size SIZE = new Size(1280, 720);
  static final int FPS = 5;
  private static final long MICROS = 1_000_000;
  private static final double SMALLEST = 16;
  private static final double MOVE = 2;
  private static final int IN_TIME = 2;

  private final StreetScene scene;
  final List<MotionGate.Verdict> verdicts = new ArrayList<>();

  private FilmedScene(StreetScene scene) {
    this.scene = scene;
  }

  /** Films one loop of a scene into a folder and judges it. */
  static FilmedScene judged(SceneKind kind, Path folder) {
    StreetScene scene = new StreetScene(kind, 3, SIZE, FPS);
    FilmedScene filmed = new FilmedScene(scene);
    Path clip = folder.resolve(kind.wireName() + ".mp4");
    film(scene, clip);
    MotionSettings settings = Settings.defaults(MotionSettings.class);
    MotionGate gate = new MotionGate(settings);
    try (LumaGrid grid = new LumaGrid();
        VideoSource source = VideoSource.ofFile(settings(clip), Instant.EPOCH)) {
      for (var next = source.next(); next != null; next = source.next()) {
        try (var picture = next) {
          byte[] luma = grid.read(picture.picture());
          filmed.verdicts.add(gate.judge(luma, grid.cells(), picture.micros(), settings.refresh()));
        }
      }
    }
    return filmed;
  }

  private static CameraSettings settings(Path clip) {
    return new Settings(Map.of()).put("url", "file:" + clip, "test").bind(CameraSettings.class);
  }

  private static void film(StreetScene scene, Path clip) {
    try (VideoWriter writer = new VideoWriter(clip, SIZE, FPS)) {
      for (int i = 0; i < scene.loopFrames(); i++) {
        try (Picture picture = Canvas.of(scene.render(i).image()).toPicture()) {
          writer.write(picture, i * MICROS / FPS);
        }
      }
    }
  }

  double sentShare() {
    return (double) verdicts.stream().filter(MotionGate.Verdict::isSent).count() / verdicts.size();
  }

  Duration longestSilence() {
    int longest = 0;
    int silent = 0;
    for (MotionGate.Verdict verdict : verdicts) {
      silent = verdict.isSent() ? 0 : silent + 1;
      longest = Math.max(longest, silent);
    }
    return Duration.ofMillis((longest + 1) * 1000L / FPS);
  }

  /** Objects that began to move and were not found by the second picture after that. */
  List<String> missed() {
    List<String> missed = new ArrayList<>();
    Map<Long, RelativeBox> rested = new HashMap<>();
    Map<Long, Boolean> moving = new HashMap<>();
    for (int frame = 0; frame < verdicts.size(); frame++) {
      for (SceneObject object : scene.objects(frame)) {
        double height = object.box().h() * SIZE.height();
        if (height < SMALLEST || object.visibility() < 0.6) {
          continue;
        }
        RelativeBox before = rested.get(object.trackId());
        boolean hasMoved = before == null || distance(before, object.box()) >= MOVE;
        if (hasMoved) {
          rested.put(object.trackId(), object.box());
        }
        if (hasMoved && !moving.getOrDefault(object.trackId(), false) && !isFound(object, frame)) {
          missed.add(
              String.format(
                  Locale.ROOT,
                  "%s %d of %.0f px at %d",
                  object.label(),
                  object.trackId(),
                  height,
                  frame));
        }
        moving.put(object.trackId(), hasMoved);
      }
    }
    return missed;
  }

  /** Pictures left out from the third of a change to infrared, or back, to its end. */
  List<Integer> leftOutWhileTheLightChanges(SceneKind kind) {
    List<Integer> leftOut = new ArrayList<>();
    if (kind == SceneKind.INFRARED) {
      for (int begin : new int[] {10, 30}) {
        for (int frame = begin * FPS + 2; frame <= begin * FPS + 8; frame++) {
          if (!verdicts.get(frame).isSent() || !verdicts.get(frame).isWhole()) {
            leftOut.add(frame);
          }
        }
      }
    }
    return leftOut;
  }

  private static double distance(RelativeBox one, RelativeBox other) {
    return Math.max(
        Math.abs(one.x() + one.w() / 2 - other.x() - other.w() / 2) * SIZE.width(),
        Math.abs(one.bottom() - other.bottom()) * SIZE.height());
  }

  private boolean isFound(SceneObject object, int frame) {
    for (int later = frame; later <= Math.min(frame + IN_TIME, verdicts.size() - 1); later++) {
      MotionGate.Verdict verdict = verdicts.get(later);
      if (verdict.isSent()
          && (verdict.isWhole()
              || verdict.moving().stream().anyMatch(box -> touches(box, object.box())))) {
        return true;
      }
    }
    return false;
  }

  private static boolean touches(RelativeBox one, RelativeBox other) {
    return one.x() < other.right()
        && other.x() < one.right()
        && one.y() < other.bottom()
        && other.y() < one.bottom();
  }
}
