package io.vedette.detect;

import io.vedette.detect.schedule.Job;
import io.vedette.detect.schedule.Piece;
import io.vedette.detection.BoxMerge;
import io.vedette.detection.Detector;
import io.vedette.frame.DetectedObject;
import io.vedette.frame.Stage;
import io.vedette.geometry.Letterbox;
import io.vedette.inference.Batch;
import io.vedette.inference.Lane;
import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The execution of batches on a lane and the decoding of their results; a batch that fails is
 * halved until the picture at fault is alone. Confined to the lane's thread, but for {@link
 * #limit}.
 */
final class Inferrer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Inferrer.class);
  private static final int RUNS_PER_STEP_UP = 200;

  private final Lane lane;
  private final Detector detector;
  private final BoxMerge merge;
  private final Batch spare;
  private volatile int limit;
  private int runsAtLimit;

  Inferrer(Lane lane, Detector detector, BoxMerge merge) {
    this.lane = lane;
    this.detector = detector;
    this.merge = merge;
    this.spare = lane.newBatch();
    this.limit = lane.batch();
  }

  /**
   * The most pictures that a run can take at present; fewer than the lane's batch when memory is
   * short.
   */
  int limit() {
    return limit;
  }

  /**
   * Infers each piece, and ends the jobs of which all pieces were inferred.
   *
   * @param memory batches whose slots hold the pieces, in order
   * @throws Failure of action STOP when the model fails whatever it is given
   */
  void infer(List<Batch> memory, List<Piece> pieces) {
    int size = lane.batch();
    for (int start = 0; start < pieces.size(); start += size) {
      List<Piece> filled = pieces.subList(start, Math.min(start + size, pieces.size()));
      for (int first = 0; first < filled.size(); ) {
        int end = Math.min(first + limit, filled.size());
        run(memory.get(start / size), filled.subList(first, end), first);
        first = end;
      }
    }
    stepUp();
  }

  @Override
  public void close() {
    spare.close();
  }

  /** Runs the pieces that begin at a slot. */
  private void run(Batch batch, List<Piece> pieces, int first) {
    try {
      Batch used = first == 0 ? batch : movedToFront(batch, first, pieces.size());
      mark(pieces, Stage.BATCH_WAIT);
      lane.infer(used, pieces.size());
      mark(pieces, Stage.INFER);
      read(used, pieces);
    } catch (Lane.OutOfMemory e) {
      shrink(pieces.size(), e);
      halve(batch, pieces, first);
    } catch (RuntimeException e) { // whatever a library throws: it is of one of the pictures
      requireWorkingModel(e);
      if (pieces.size() == 1) {
        pieces.get(0).job().end(Job.Rejected.by(e));
      } else {
        halve(batch, pieces, first);
      }
    }
  }

  private static void mark(List<Piece> pieces, Stage stage) {
    pieces.stream().filter(Piece::isWhole).forEach(piece -> piece.job().mark(stage));
  }

  private void halve(Batch batch, List<Piece> pieces, int first) {
    int half = pieces.size() / 2;
    run(batch, pieces.subList(0, half), first);
    run(batch, pieces.subList(half, pieces.size()), first + half);
  }

  private Batch movedToFront(Batch batch, int first, int count) {
    for (int i = 0; i < count; i++) {
      spare.slot(i).put(batch.slot(first + i));
    }
    return spare;
  }

  private void read(Batch batch, List<Piece> pieces) {
    for (int slot = 0; slot < pieces.size(); slot++) {
      Piece piece = pieces.get(slot);
      Letterbox letterbox = piece.letterbox();
      if (letterbox != null && piece.job().outcome() == null) {
        read(batch, slot, piece, letterbox);
      }
    }
  }

  private void read(Batch batch, int slot, Piece piece, Letterbox letterbox) {
    Job job = piece.job();
    try {
      piece.found(detector.objects(batch, slot, letterbox));
      if (job.isLookedAt()) {
        List<DetectedObject> objects = merge.merge(looks(job));
        job.mark(Stage.POSTPROCESS);
        job.end(new Job.Detected(objects));
      }
    } catch (RuntimeException e) {
      job.end(Job.Rejected.by(e));
    }
  }

  private static List<BoxMerge.Look> looks(Job job) {
    List<BoxMerge.Look> looks = new ArrayList<>();
    for (Piece piece : job.pieces()) {
      looks.add(new BoxMerge.Look(piece.region(), Objects.requireNonNull(piece.found())));
    }
    return looks;
  }

  /**
   * Checks the model on an empty picture: if it fails there, too, the pictures are not to blame.
   */
  private void requireWorkingModel(RuntimeException failure) {
    java.nio.ByteBuffer slot = spare.slot(0);
    while (slot.hasRemaining()) {
      slot.put((byte) 0);
    }
    try {
      lane.infer(spare, 1);
    } catch (RuntimeException e) {
      throw Failure.stop(
          "%s; the model fails on an empty picture, too: use another model"
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
    LOG.warn("{}; going on with batches of {}", cause.getMessage(), Count.pictures(limit));
  }

  private void stepUp() {
    if (limit < lane.batch() && ++runsAtLimit >= RUNS_PER_STEP_UP) {
      int raised = limit + 1;
      limit = raised;
      runsAtLimit = 0;
    }
  }
}
