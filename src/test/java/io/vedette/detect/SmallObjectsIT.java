package io.vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.camera.motion.MotionGate;
import io.vedette.camera.motion.MotionSettings;
import io.vedette.config.LabelGroup;
import io.vedette.config.Settings;
import io.vedette.detect.schedule.Job;
import io.vedette.detection.BoxMerge;
import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Detector;
import io.vedette.detection.Regions;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.DetectedObject;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.Motion;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lanes;
import io.vedette.inference.OnnxModel;
import io.vedette.picture.Canvas;
import io.vedette.picture.LumaGrid;
import io.vedette.picture.Picture;
import io.vedette.picture.jpeg.JpegEncoder;
import io.vedette.runtime.TestSupervision;
import io.vedette.simulator.street.SceneObject;
import io.vedette.simulator.street.StreetScene;
import io.vedette.transport.frame.FrameRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** What closer looks find of small objects, on the synthetic street and with the model shipped. */
class SmallObjectsIT {
  private static final Size SIZE = new Size(1280, 720);
  private static final int FPS = 5;
  private static final int FRAMES = 60;
  private static final int[] STREETS = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final double SMALLEST = 16;
  private static final double LARGEST = 32;
  private static final double LEAST = 8.0 / 1280;

  /** Found of how many. */
  private static final class Tally {
    private int small;
    private int smallFound;
    private int all;
    private int allFound;
    private int boxes;
    private int rightBoxes;
    private int pictures;

    private double recall() {
      return (double) smallFound / small;
    }

    private double precision() {
      return (double) rightBoxes / boxes;
    }

    @Override
    public String toString() {
      return "small %d/%d all %d/%d precision %d/%d pictures %d"
          .formatted(smallFound, small, allFound, all, rightBoxes, boxes, pictures);
    }
  }

  private final DetectionSettings detection = Settings.defaults(DetectionSettings.class);

  @Test
  void shouldFindMoreOfWhatIsSmallAndNotBeWrongMoreOften() {
    InferenceSettings inference = Settings.defaults(InferenceSettings.class);
    OnnxModel model = OnnxModel.load(inference);
    Map<Integer, Tally> tallies = new TreeMap<>();
    List<Job> shot = new ArrayList<>();
    List<List<SceneObject>> truths = new ArrayList<>();
    for (int street : STREETS) {
      shoot(street, shot, truths);
    }
    for (int regions = 0; regions <= 2; regions++) {
      tallies.put(regions, measure(model, inference, regions, shot, truths));
    }

    Tally without = tallies.get(0);
    Tally with = tallies.get(2);
    assertThat(with.recall()).as(tallies.toString()).isGreaterThan(1.8 * without.recall());
    assertThat(with.precision()).as(tallies.toString()).isGreaterThan(without.precision() - 0.03);
  }

  @Test
  void shouldFindTheSameInBatchesOfAnySize() {
    List<Job> shot = new ArrayList<>();
    List<List<SceneObject>> truths = new ArrayList<>();
    shoot(STREETS[0], shot, truths);
    List<List<List<DetectedObject>>> found = new ArrayList<>();
    for (int batch : new int[] {1, 3, 8}) {
      InferenceSettings inference =
          new Settings(Map.of())
              .assignments(List.of("batch=" + batch))
              .bind(InferenceSettings.class);
      found.add(objects(OnnxModel.load(inference), inference, shot));
    }

    assertThat(found.get(0)).anyMatch(objects -> !objects.isEmpty());
    assertThat(found.get(1)).isEqualTo(found.get(0));
    assertThat(found.get(2)).isEqualTo(found.get(0));
  }

  private List<List<DetectedObject>> objects(
      OnnxModel model, InferenceSettings inference, List<Job> shot) {
    List<List<DetectedObject>> objects = new ArrayList<>();
    Semaphore progress = new Semaphore(0);
    try (Lanes lanes = Lanes.open(model, inference, 1);
        Pipeline pipeline = pipeline(model, lanes, 2, progress)) {
      for (int start = 0; start < shot.size(); start += lanes.batch()) {
        List<Job> jobs =
            shot.subList(start, Math.min(start + lanes.batch(), shot.size())).stream()
                .map(job -> new Job(job.record()))
                .toList();
        pipeline.submit(jobs);
        progress.acquireUninterruptibly();
        jobs.forEach(job -> objects.add(((Job.Detected) job.outcome()).objects()));
      }
    }
    return objects;
  }

  private Pipeline pipeline(OnnxModel model, Lanes lanes, int regions, Semaphore progress) {
    Detector detector = new Detector(model, detection);
    return new Pipeline(
        lanes,
        new Preparer(1, detector, TestSupervision.make().separate()),
        List.of(new Inferrer(lanes.all().get(0), detector, new BoxMerge(detection))),
        new Regions(model.size(), regions),
        progress::release,
        TestSupervision.make().separate());
  }

  private Tally measure(
      OnnxModel model,
      InferenceSettings inference,
      int regions,
      List<Job> shot,
      List<List<SceneObject>> truths) {
    Tally tally = new Tally();
    Semaphore progress = new Semaphore(0);
    try (Lanes lanes = Lanes.open(model, inference, 1);
        Pipeline pipeline = pipeline(model, lanes, regions, progress)) {
      for (int i = 0; i < shot.size(); i++) {
        Job job = new Job(shot.get(i).record());
        pipeline.submit(List.of(job));
        progress.acquireUninterruptibly();
        assertThat(job.outcome()).isInstanceOf(Job.Detected.class);
        tally.pictures += job.pieces().size();
        count(tally, ((Job.Detected) job.outcome()).objects(), truths.get(i));
      }
    }
    return tally;
  }

  private void count(Tally tally, List<DetectedObject> found, List<SceneObject> truth) {
    Set<Long> seen = new HashSet<>();
    for (DetectedObject box : found) {
      SceneObject best = null;
      for (SceneObject object : truth) {
        boolean isAlike = LabelGroup.areAlike(detection.confusable(), object.label(), box.label());
        boolean isBetter = best == null || object.box().iou(box.box()) > best.box().iou(box.box());
        if (isAlike && !seen.contains(object.trackId()) && isBetter) {
          best = object;
        }
      }
      tally.boxes++;
      if (best != null && best.box().iou(box.box()) >= 0.5) {
        tally.rightBoxes++;
        seen.add(best.trackId());
      }
    }
    for (SceneObject object : truth) {
      double side = Math.max(object.box().w() * SIZE.width(), object.box().h() * SIZE.height());
      if (object.visibility() < 0.7 || side < SMALLEST) {
        continue;
      }
      boolean isFound = seen.contains(object.trackId());
      tally.all++;
      tally.allFound += isFound ? 1 : 0;
      tally.small += side <= LARGEST ? 1 : 0;
      tally.smallFound += side <= LARGEST && isFound ? 1 : 0;
    }
  }

  private void shoot(int street, List<Job> shot, List<List<SceneObject>> truths) {
    StreetScene scene = new StreetScene(street, SIZE, FPS);
    MotionSettings settings = Settings.defaults(MotionSettings.class);
    MotionGate gate = new MotionGate(settings);
    try (JpegEncoder encoder = new JpegEncoder(80);
        LumaGrid grid = new LumaGrid()) {
      for (int i = 0; i < FRAMES; i++) {
        try (Picture picture = Canvas.of(scene.render(i).image()).toPicture()) {
          MotionGate.Verdict verdict =
              gate.judge(
                  grid.read(picture), grid.cells(), i * 1_000_000L / FPS, settings.refresh());
          if (i % 3 == 2) {
            shot.add(job(encoder.encode(picture), verdict, shot.size()));
            truths.add(scene.objects(i, LEAST));
          }
        }
      }
    }
  }

  private static Job job(byte[] jpeg, MotionGate.Verdict verdict, int number) {
    FrameId id = new FrameId("street", 1, number);
    Motion motion = new Motion(verdict.moving(), verdict.isWhole(), 0, "0a");
    Frame frame =
        new Frame(id, Instant.EPOCH, CaptureClock.FILE, SIZE, jpeg, StageTimes.NONE, motion);
    FrameRecord.Partition partition = new FrameRecord.Partition("frames", 0);
    return new Job(new FrameRecord("street", partition, number, 0, 0, false, jpeg, frame, null));
  }
}
