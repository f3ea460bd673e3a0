package io.vedette.detect;

import io.vedette.detection.YoloV5Decoder;
import io.vedette.frame.Stage;
import io.vedette.geometry.Letterbox;
import io.vedette.inference.Batch;
import io.vedette.inference.Lane;
import io.vedette.runtime.Failure;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs batches on a lane and reads the boxes out of the result; a batch that fails is halved until
 * the picture at fault is alone. Confined to the lane's thread, but for {@link #limit}.
 */
final class Inferrer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Inferrer.class);
  private static final int RUNS_PER_STEP_UP = 200;

  private final Lane lane;
  private final YoloV5Decoder decoder;
  private final Batch spare;
  private volatile int limit;
  private int runsAtLimit;

  Inferrer(Lane lane, YoloV5Decoder decoder) {
    this.lane = lane;
    this.decoder = decoder;
    this.spare = lane.newBatch();
    this.limit = lane.batch();
  }

  /** Most pictures a run can take at present; fewer than the lane's batch when memory is short. */
  int limit() {
    return limit;
  }

  /**
   * Gives each job, whose picture is in the slot of its index, its outcome.
   *
   * @throws Failure of action STOP when the model fails whatever it is given
   */
  void infer(Batch batch, List<Job> jobs) {
    run(batch, jobs, 0);
    stepUp();
  }

  @Override
  public void close() {
    spare.close();
  }

  /** Runs jobs whose pictures lie from a slot on. */
  private void run(Batch batch, List<Job> jobs, int first) {
    try {
      Batch used = first == 0 ? batch : movedToFront(batch, first, jobs.size());
      jobs.forEach(job -> job.mark(Stage.BATCH_WAIT));
      lane.infer(used, jobs.size());
      jobs.forEach(job -> job.mark(Stage.INFER));
      read(used, jobs);
    } catch (Lane.OutOfMemory e) {
      shrink(jobs.size(), e);
      halve(batch, jobs, first);
    } catch (RuntimeException e) { // whatever a library throws: it is of one of the pictures
      requireWorkingModel(e);
      if (jobs.size() == 1) {
        jobs.get(0).end(Job.Rejected.by(e));
      } else {
        halve(batch, jobs, first);
      }
    }
  }

  private void halve(Batch batch, List<Job> jobs, int first) {
    int half = jobs.size() / 2;
    run(batch, jobs.subList(0, half), first);
    run(batch, jobs.subList(half, jobs.size()), first + half);
  }

  private Batch movedToFront(Batch batch, int first, int count) {
    for (int i = 0; i < count; i++) {
      spare.slot(i).put(batch.slot(first + i));
    }
    return spare;
  }

  private void read(Batch batch, List<Job> jobs) {
    for (int slot = 0; slot < jobs.size(); slot++) {
      Job job = jobs.get(slot);
      Letterbox letterbox = job.letterbox();
      if (letterbox != null && job.outcome() == null) {
        Job.Outcome outcome = outcome(batch, slot, letterbox);
        job.mark(Stage.POSTPROCESS);
        job.end(outcome);
      }
    }
  }

  private Job.Outcome outcome(Batch batch, int slot, Letterbox letterbox) {
    try {
      return new Job.Detected(decoder.decode(batch.results(), slot, lane.rows(), letterbox));
    } catch (RuntimeException e) {
      return Job.Rejected.by(e);
    }
  }

  /** A model that fails on an empty picture, too, is to blame, not the pictures. */
  private void requireWorkingModel(RuntimeException failure) {
    java.nio.ByteBuffer slot = spare.slot(0);
    while (slot.hasRemaining()) {
      slot.put((byte) 0);
    }
    try {
      lane.infer(spare, 1);
    } catch (RuntimeException e) {
      throw Failure.stop(
          "%s; the model fails on an empty picture, too: use another one"
              .formatted(failure instanceof Failure ? failure.getMessage() : failure),
          failure);
    }
  }

  private void shrink(int failed, Lane.OutOfMemory cause) {
    if (failed == 1) {
      throw Failure.stop(
          cause.getMessage() + "; not even one picture fits: use a smaller model or another device",
          cause);
    }
    limit = Math.max(1, failed / 2);
    runsAtLimit = 0;
    LOG.warn("{}; going on with {} pictures per batch", cause.getMessage(), limit);
  }

  private void stepUp() {
    if (limit < lane.batch() && ++runsAtLimit >= RUNS_PER_STEP_UP) {
      int raised = limit + 1;
      limit = raised;
      runsAtLimit = 0;
    }
  }
}
