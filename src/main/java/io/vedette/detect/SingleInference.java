package io.vedette.detect;

import io.vedette.detect.schedule.Job;
import io.vedette.detection.BoxMerge;
import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Detector;
import io.vedette.detection.Regions;
import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.inference.Lanes;
import io.vedette.inference.OnnxModel;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Supervision;
import io.vedette.trace.Traces;
import io.vedette.transport.frame.FrameRecord;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The inference of single frames outside of any worker, by a worker's own steps, so that the same
 * model gives the same bytes. Confined to one thread; caller closes, before the lanes.
 */
public final class SingleInference implements AutoCloseable {
  private static final long ROUND_MILLIS = 200;
  private static final int ROUNDS = 300;

  private final Supervision supervision;
  private final Semaphore progress = new Semaphore(0);
  private final Pipeline pipeline;
  private final Detections detections;

  /**
   * @param supervision of this alone: what fails here concerns nobody else
   * @throws Failure of action STOP when settings and model do not go together
   */
  public SingleInference(
      OnnxModel model,
      Lanes lanes,
      DetectSettings settings,
      DetectionSettings detection,
      Supervision supervision) {
    this.supervision = supervision;
    Detector detector = new Detector(model, detection);
    this.pipeline =
        new Pipeline(
            lanes,
            new Preparer(1, detector, supervision.essential()),
            List.of(new Inferrer(lanes.all().get(0), detector.another(), new BoxMerge(detection))),
            new Regions(model.size(), settings.regions()),
            progress::release,
            supervision.essential());
    String run = FrameDetections.LIVE;
    this.detections =
        new Detections(
            new ModelReference(model.name(), model.digest(), lanes.device().wireName()),
            run,
            false,
            InstantSource.system(),
            new DetectTraces(Traces.off(), run, model.digest(), false));
  }

  /**
   * The detections of the model in a frame, without the times of the stages.
   *
   * @throws Failure of action SKIP when the frame cannot be decoded or inferred, STOP when the
   *     model fails whatever it is given
   */
  public FrameDetections infer(FrameRecord record) throws InterruptedException {
    Job job = new Job(record);
    pipeline.submit(List.of(job));
    for (int i = 0; i < ROUNDS && !progress.tryAcquire(ROUND_MILLIS, TimeUnit.MILLISECONDS); i++) {
      supervision.completion().check();
    }
    if (job.outcome() instanceof Job.Detected detected) {
      return detections.event(job, detected.objects());
    }
    throw job.outcome() instanceof Job.Rejected rejected
        ? Failure.skip("the frame cannot be inferred: " + rejected.reason(), null)
        : Failure.retry("the frame was not inferred within a minute", null);
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
