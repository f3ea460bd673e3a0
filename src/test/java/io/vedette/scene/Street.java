package io.vedette.scene;

import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.simulator.street.SceneObject;
import io.vedette.simulator.street.StreetScene;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Detections of the simulator's street: its truth with a detector's errors. Immutable. */
public record Street(String camera, int seed, int framesPerSecond) {
  public static final Instant START = Instant.parse("2026-11-24T10:00:00Z");
  public static final Size SIZE = new Size(640, 360);
  private static final ModelReference MODEL = new ModelReference("test", "0123456789ab", "cpu");

  /** The detections of so many seconds, each object seen where it is visible. */
  public List<FrameDetections> detections(int seconds) {
    StreetScene scene = new StreetScene(seed, SIZE, framesPerSecond);
    Random random = new Random(seed);
    List<FrameDetections> events = new ArrayList<>();
    for (int frame = 0; frame < seconds * framesPerSecond; frame++) {
      List<DetectedObject> seen = new ArrayList<>();
      for (SceneObject object : scene.objects(frame)) {
        double confidence = object.visibility() * 0.9 - 0.15 * Math.abs(random.nextGaussian());
        if (confidence > 0.1) {
          seen.add(
              new DetectedObject(object.label(), 0, confidence, trembling(object.box(), random)));
        }
      }
      events.add(event(camera, 1, frame, at(frame), seen));
    }
    return events;
  }

  /** The detections of so many seconds by a detector that sees everything as it is. */
  public List<FrameDetections> perfect(int seconds) {
    StreetScene scene = new StreetScene(seed, SIZE, framesPerSecond);
    List<FrameDetections> events = new ArrayList<>();
    for (int frame = 0; frame < seconds * framesPerSecond; frame++) {
      List<DetectedObject> seen =
          scene.objects(frame).stream()
              .map(object -> new DetectedObject(object.label(), 0, 0.9, object.box()))
              .toList();
      events.add(event(camera, 1, frame, at(frame), seen));
    }
    return events;
  }

  /** How many objects really get from one side of the picture's middle to the other. */
  public Crossings crossings(int seconds) {
    StreetScene scene = new StreetScene(seed, SIZE, framesPerSecond);
    Map<Long, Integer> sides = new HashMap<>();
    long toLeft = 0;
    long toRight = 0;
    for (int frame = 0; frame < seconds * framesPerSecond; frame++) {
      for (SceneObject object : scene.objects(frame)) {
        double x = object.box().anchor().x() - 0.5;
        if (Math.abs(x) >= 0.01) {
          int side = (int) Math.signum(x);
          Integer before = sides.put(object.trackId(), side);
          toRight += before != null && before < side ? 1 : 0;
          toLeft += before != null && before > side ? 1 : 0;
        }
      }
    }
    return new Crossings(toLeft, toRight);
  }

  /** Crossings by direction. */
  public record Crossings(long toLeft, long toRight) {}

  private Instant at(int frame) {
    return START.plusNanos(1_000_000_000L * frame / framesPerSecond);
  }

  /** What one frame showed, with the digits that a record has. */
  public static FrameDetections event(
      String camera, long session, long sequence, Instant at, List<DetectedObject> seen) {
    FrameDetections exact = exact(camera, session, sequence, at, seen);
    return DetectionJson.read(DetectionJson.write(exact));
  }

  private static FrameDetections exact(
      String camera, long session, long sequence, Instant at, List<DetectedObject> seen) {
    return new FrameDetections(
        camera,
        new FrameReference(
            session,
            sequence,
            at,
            "host",
            SIZE.width(),
            SIZE.height(),
            new RecordReference("vedette.frames", 0, sequence)),
        MODEL,
        FrameDetections.LIVE,
        seen,
        Map.of());
  }

  private static RelativeBox trembling(RelativeBox box, Random random) {
    return RelativeBox.ofCorners(
        box.x() + 0.03 * box.w() * random.nextGaussian(),
        box.y() + 0.03 * box.h() * random.nextGaussian(),
        box.right() + 0.03 * box.w() * random.nextGaussian(),
        box.bottom() + 0.03 * box.h() * random.nextGaussian());
  }
}
