package io.vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.config.Settings;
import io.vedette.detect.schedule.Job;
import io.vedette.detection.BoxMerge;
import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Detector;
import io.vedette.detection.Regions;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lanes;
import io.vedette.inference.OnnxModel;
import io.vedette.picture.Canvas;
import io.vedette.picture.Picture;
import io.vedette.picture.jpeg.JpegEncoder;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.TestSupervision;
import io.vedette.simulator.street.StreetScene;
import io.vedette.transport.frame.FrameRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Size SIZE = new Size(320, 180);

  private final DetectionSettings detection = Settings.defaults(DetectionSettings.class);

  @Test
  void shouldInferABatchOnEachLaneAtTheSameTimeAndTakeOneMore() {
    InferenceSettings inference = InferenceSettings.simulated(Duration.ofSeconds(2));
    OnnxModel model = OnnxModel.load(inference);
    List<Job> jobs = List.of(job(0), job(1), job(2));
    try (Lanes lanes = Lanes.open(model, inference, 2);
        Pipeline pipeline = pipeline(model, lanes)) {
      assertThat(pipeline.isIdle()).isTrue();
      pipeline.submit(jobs.subList(0, 1));
      pipeline.submit(jobs.subList(1, 2));
      await().atMost(PATIENCE).until(PipelineTest::inferring, Set.of("lane-0", "lane-1")::equals);

      assertThat(pipeline.room()).isEqualTo(lanes.batch());
      pipeline.submit(jobs.subList(2, 3));
      assertThat(pipeline.room()).isZero();
      assertThat(pipeline.isIdle()).isFalse();

      await().atMost(PATIENCE).until(pipeline::isIdle);
      assertThat(jobs).extracting(Job::outcome).hasOnlyElementsOfType(Job.Detected.class);
    }
  }

  /** The lanes that are in a run of the model now. */
  private static Set<String> inferring() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().startsWith("lane-"))
        .filter(
            entry ->
                List.of(entry.getValue()).stream()
                    .anyMatch(frame -> frame.getClassName().endsWith(".SimulatedLane")))
        .map(entry -> entry.getKey().getName())
        .collect(Collectors.toSet());
  }

  private Pipeline pipeline(OnnxModel model, Lanes lanes) {
    Supervisor supervisor = TestSupervision.make().separate();
    Detector detector = new Detector(model, detection);
    return new Pipeline(
        lanes,
        new Preparer(1, detector, supervisor),
        lanes.all().stream()
            .map(lane -> new Inferrer(lane, detector.another(), new BoxMerge(detection)))
            .toList(),
        new Regions(model.size(), 0),
        () -> {},
        supervisor);
  }

  private static Job job(int number) {
    byte[] jpeg = jpeg(number);
    Frame frame =
        new Frame(
            new FrameId("gate", 1, number),
            Instant.EPOCH,
            CaptureClock.FILE,
            SIZE,
            jpeg,
            StageTimes.NONE);
    FrameRecord.Partition partition = new FrameRecord.Partition("frames", 0);
    return new Job(new FrameRecord("gate", partition, number, 0, 0, false, jpeg, frame, null));
  }

  private static byte[] jpeg(int number) {
    try (JpegEncoder encoder = new JpegEncoder(80);
        Picture picture =
            Canvas.of(new StreetScene(0, SIZE, 5).render(number).image()).toPicture()) {
      return encoder.encode(picture);
    }
  }
}
