package io.vedette.live;

import io.vedette.frame.DetectedObject;
import io.vedette.picture.Annotator;
import io.vedette.picture.Canvas;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.jpeg.JpegDecoder;
import io.vedette.picture.jpeg.JpegEncoder;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Service;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The threads that make other renditions of pictures: smaller ones by the decoder's own scaling,
 * and ones with boxes drawn in. A request that does not fit the queue is refused. Thread-safe.
 */
final class Renditions implements Service {
  private static final int QUALITY = 72;
  private static final int QUEUE = 128;
  private static final int PERCENT = 100;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final long ROUND_SECONDS = 1;

  private final BlockingQueue<Job> jobs = new ArrayBlockingQueue<>(QUEUE);
  private final List<Worker> workers = new ArrayList<>();

  private record Job(Function<Tools, byte[]> work, CompletableFuture<byte[]> result) {}

  Renditions(int threads, Supervisor supervisor) {
    for (int i = 0; i < threads; i++) {
      workers.add(new Worker("live-rendition-" + i, CLOSE_TIMEOUT, Maker::new, supervisor));
    }
  }

  @Override
  public void start() {
    workers.forEach(Worker::start);
  }

  @Override
  public void close() {
    workers.forEach(Worker::close);
    @Nullable Job left = jobs.poll();
    while (left != null) {
      left.result().completeExceptionally(Failure.skip("pictures are made no longer", null));
      left = jobs.poll();
    }
  }

  /** A smaller JPEG of a picture. */
  CompletableFuture<byte[]> smaller(LivePicture picture, int halvings) {
    return submit(tools -> tools.smaller(picture.frame().jpeg(), halvings));
  }

  /** The JPEG of a picture with its boxes drawn in. */
  CompletableFuture<byte[]> annotated(LivePicture picture, int halvings) {
    return submit(tools -> tools.annotated(picture, halvings));
  }

  private CompletableFuture<byte[]> submit(Function<Tools, byte[]> work) {
    CompletableFuture<byte[]> result = new CompletableFuture<>();
    if (!jobs.offer(new Job(work, result))) {
      result.completeExceptionally(Failure.skip("too many pictures are to be made smaller", null));
    }
    return result;
  }

  /** The making of one picture after the other, on one thread. */
  private final class Maker implements Worker.Duty {
    private final Tools tools = new Tools();

    @Override
    public void run() throws InterruptedException {
      @Nullable Job job = jobs.poll(ROUND_SECONDS, TimeUnit.SECONDS);
      if (job == null) {
        return;
      }
      try {
        job.result().complete(job.work().apply(tools));
      } catch (Failure e) {
        job.result().completeExceptionally(e);
      } catch (RuntimeException e) {
        job.result().completeExceptionally(e);
        throw e;
      }
    }

    @Override
    public void onClose() {
      tools.close();
    }
  }

  /** The decoders and encoders by number of halvings. Confined to one thread. */
  private static final class Tools implements AutoCloseable {
    private final Map<Integer, JpegDecoder> decoders = new HashMap<>();
    private final Map<Integer, JpegEncoder> encoders = new HashMap<>();
    private final PictureScaler scaler = new PictureScaler();
    private final Annotator annotator = new Annotator();

    private byte[] smaller(byte[] jpeg, int halvings) {
      try (Picture picture = decoder(halvings).decode(jpeg)) {
        return encoder(halvings).encode(picture);
      }
    }

    private byte[] annotated(LivePicture source, int halvings) {
      try (Picture picture = decoder(halvings).decode(source.frame().jpeg())) {
        Canvas canvas = Canvas.of(picture, scaler);
        List<DetectedObject> boxes = source.boxes();
        annotator.draw(
            canvas, boxes == null ? List.of() : boxes.stream().map(Tools::mark).toList());
        try (Picture drawn = canvas.toPicture()) {
          return encoder(halvings).encode(drawn);
        }
      }
    }

    private static Annotator.Mark mark(DetectedObject object) {
      long percent = Math.round(object.confidence() * PERCENT);
      return new Annotator.Mark(
          object.box(), object.label() + " " + percent + " %", object.classId());
    }

    private JpegDecoder decoder(int halvings) {
      return decoders.computeIfAbsent(halvings, JpegDecoder::new);
    }

    private JpegEncoder encoder(int halvings) {
      return encoders.computeIfAbsent(halvings, times -> new JpegEncoder(QUALITY));
    }

    @Override
    public void close() {
      decoders.values().forEach(JpegDecoder::close);
      encoders.values().forEach(JpegEncoder::close);
      scaler.close();
    }
  }
}
