package io.vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.config.Settings;
import io.vedette.detect.schedule.Job;
import io.vedette.detect.schedule.Piece;
import io.vedette.detection.BoxMerge;
import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Detector;
import io.vedette.geometry.Letterbox;
import io.vedette.geometry.Size;
import io.vedette.inference.Batch;
import io.vedette.inference.CrampedLane;
import io.vedette.inference.FussyLane;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.runtime.Failure;
import io.vedette.transport.frame.FrameRecord;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InferrerTest {
  private static final Size SIDE = new Size(320, 320);
  private static final int BATCH = 8;

  @Test
  void shouldHalveTheBatchWhenMemoryIsShortAndGrowItAgainWhenItIsNot() {
    CrampedLane lane = new CrampedLane(BATCH, 3);
    try (lane;
        Inferrer inferrer = inferrer(lane);
        Batch batch = lane.newBatch()) {
      List<Job> jobs = jobs();
      inferrer.infer(List.of(batch), pieces(jobs));

      assertThat(jobs).extracting(Job::outcome).hasOnlyElementsOfType(Job.Detected.class);
      assertThat(inferrer.limit()).isEqualTo(2);

      lane.room(BATCH);
      for (int run = 0; run < 200 * BATCH; run++) {
        inferrer.infer(List.of(batch), pieces(jobs().subList(0, inferrer.limit())));
      }
      assertThat(inferrer.limit()).isEqualTo(BATCH);
    }
  }

  @Test
  void shouldEndWithAReasonWhenNotEvenOnePictureFits() {
    CrampedLane lane = new CrampedLane(BATCH, 0);
    try (lane;
        Inferrer inferrer = inferrer(lane);
        Batch batch = lane.newBatch()) {
      assertThatThrownBy(() -> inferrer.infer(List.of(batch), pieces(jobs())))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("not even one picture fits")
          .extracting(thrown -> ((Failure) thrown).action())
          .isEqualTo(Failure.Action.STOP);
    }
  }

  @Test
  void shouldRejectOnlyThePicturesThatTheModelThrowsFor() {
    FussyLane lane = new FussyLane(BATCH);
    try (lane;
        Inferrer inferrer = inferrer(lane);
        Batch batch = lane.newBatch()) {
      List<Job> jobs = jobs();
      batch.slot(2).put(0, FussyLane.POISON);
      batch.slot(7).put(0, FussyLane.POISON);

      inferrer.infer(List.of(batch), pieces(jobs));

      for (int slot = 0; slot < BATCH; slot++) {
        boolean isPoison = slot == 2 || slot == 7;
        assertThat(jobs.get(slot).outcome())
            .isInstanceOf(isPoison ? Job.Rejected.class : Job.Detected.class);
      }
      assertThat(((Job.Rejected) jobs.get(2).outcome()).reason()).contains("not this one");
    }
  }

  private static Inferrer inferrer(Lane lane) {
    OnnxModel model = OnnxModel.load(InferenceSettings.cpu());
    DetectionSettings detection = Settings.defaults(DetectionSettings.class);
    return new Inferrer(lane, new Detector(model, detection), new BoxMerge(detection));
  }

  private static List<Piece> pieces(List<Job> jobs) {
    return jobs.stream().flatMap(job -> job.pieces().stream()).toList();
  }

  private static List<Job> jobs() {
    return IntStream.range(0, BATCH).mapToObj(InferrerTest::job).toList();
  }

  private static Job job(int offset) {
    FrameRecord.Partition partition = new FrameRecord.Partition("frames", 0);
    Job job =
        new Job(new FrameRecord("gate", partition, offset, 0, 0, false, new byte[0], null, null));
    job.pieces().get(0).letterbox(Letterbox.fit(SIDE, SIDE));
    return job;
  }
}
