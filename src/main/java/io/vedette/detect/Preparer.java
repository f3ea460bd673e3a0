package io.vedette.detect;

import io.vedette.detect.schedule.Job;
import io.vedette.detect.schedule.Piece;
import io.vedette.detection.Detector;
import io.vedette.frame.Stage;
import io.vedette.geometry.Letterbox;
import io.vedette.geometry.RelativeBox;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.jpeg.JpegDecoder;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads {@code prepare-<n>} that decode JPEGs and letterbox them into a batch's slots, each
 * with a decoder of its own. Thread-safe.
 */
final class Preparer implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ROUND = Duration.ofMillis(200);

  /** One frame to prepare, with a slot for each of its pictures. */
  private record Task(Job job, List<ByteBuffer> slots, Runnable done) {}

  private final Detector detector;
  private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
  private final List<Worker> workers = new ArrayList<>();

  /**
   * @param detector decides where a picture lies in a slot
   */
  Preparer(int threads, Detector detector, Supervisor supervisor) {
    this.detector = detector;
    for (int i = 0; i < threads; i++) {
      Worker worker = new Worker("prepare-" + i, CLOSE_TIMEOUT, Preparing::new, supervisor);
      workers.add(worker);
      worker.start();
    }
  }

  /**
   * Fills slots with a job's pictures, which are decoded once, or ends the job where that fails;
   * then runs {@code done} on its thread.
   */
  void prepare(Job job, List<ByteBuffer> slots, Runnable done) {
    tasks.add(new Task(job, slots, done));
  }

  @Override
  public void close() {
    workers.forEach(Worker::stop);
    workers.forEach(Worker::close);
  }

  private final class Preparing implements Worker.Duty {
    private @Nullable JpegDecoder decoder;
    private final PictureScaler scaler = new PictureScaler();
    private final PictureScaler regionScaler = new PictureScaler();

    @Override
    public void run() throws InterruptedException {
      @Nullable Task task = tasks.poll(ROUND.toMillis(), TimeUnit.MILLISECONDS);
      if (task == null) {
        return;
      }
      try {
        prepare(task);
      } catch (Throwable e) { // whatever it is: without an outcome its partition would stand still
        task.job.end(Job.Rejected.by(e));
      } finally {
        task.done.run();
      }
    }

    private void prepare(Task task) {
      if (decoder == null) {
        decoder = new JpegDecoder();
      }
      task.job.mark(Stage.QUEUE);
      try (Picture picture = decoder.decode(task.job.record().jpeg())) {
        for (int i = 0; i < task.slots.size(); i++) {
          put(picture, task.job.pieces().get(i), task.slots.get(i));
        }
      }
      task.job.mark(Stage.PREPROCESS);
    }

    private void put(Picture picture, Piece piece, ByteBuffer slot) {
      RelativeBox region = piece.region();
      if (region == null) {
        piece.letterbox(fill(picture, scaler, slot));
        return;
      }
      try (Picture part = picture.crop(region)) {
        piece.letterbox(fill(part, regionScaler, slot));
      }
    }

    private Letterbox fill(Picture picture, PictureScaler with, ByteBuffer slot) {
      Letterbox letterbox = detector.letterbox(picture.size());
      with.letterbox(picture, letterbox, slot);
      return letterbox;
    }

    @Override
    public void onClose() {
      regionScaler.close();
      scaler.close();
      if (decoder != null) {
        decoder.close();
      }
    }
  }
}
