package io.vedette.detect;

import io.vedette.frame.Stage;
import io.vedette.geometry.Letterbox;
import io.vedette.geometry.Size;
import io.vedette.picture.JpegDecoder;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
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
 * Threads {@code prepare-<n>} that decode JPEGs and letterbox them into a batch's slots, each with
 * a decoder of its own. Thread-safe.
 */
final class Preparer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration ROUND = Duration.ofMillis(200);

  /** One picture to prepare. */
  private record Task(Job job, ByteBuffer slot, Runnable done) {}

  private final Size size;
  private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
  private final List<Worker> workers = new ArrayList<>();

  /**
   * @param size of the pictures the model sees
   */
  Preparer(int threads, Size size, Supervisor supervisor) {
    this.size = size;
    for (int i = 0; i < threads; i++) {
      Worker worker = new Worker("prepare-" + i, PATIENCE, Preparing::new, supervisor);
      workers.add(worker);
      worker.start();
    }
  }

  /** Fills a slot with a job's picture, or ends the job; then runs {@code done} on its thread. */
  void prepare(Job job, ByteBuffer slot, Runnable done) {
    tasks.add(new Task(job, slot, done));
  }

  @Override
  public void close() {
    workers.forEach(Worker::stop);
    workers.forEach(Worker::close);
  }

  private final class Preparing implements Worker.Duty {
    private @Nullable JpegDecoder decoder;
    private final PictureScaler scaler = new PictureScaler();

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
        Letterbox letterbox = Letterbox.fit(picture.size(), size);
        scaler.letterbox(picture, letterbox, task.slot);
        task.job.letterbox(letterbox);
      }
      task.job.mark(Stage.PREPROCESS);
    }

    @Override
    public void onClose() {
      scaler.close();
      if (decoder != null) {
        decoder.close();
      }
    }
  }
}
