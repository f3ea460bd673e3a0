package io.vedette.offline;

import io.vedette.camera.VideoSource;
import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Labels;
import io.vedette.detection.YoloV5Decoder;
import io.vedette.geometry.Letterbox;
import io.vedette.inference.Batch;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.picture.PictureScaler;
import io.vedette.runtime.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Infers the pictures of files in batches: while one batch is inferred on the calling thread, the
 * next is decoded and letterboxed on the thread {@code file-reader}. Confined to one thread; caller
 * closes, before the lane.
 */
public final class FileDetector implements AutoCloseable {
  private static final int BOX_COLUMNS = 5;
  private static final int MOST_HELD = 32;

  /** A picture on its way; without a letterbox it is not inferred. */
  private record Held(DecodedPicture picture, @Nullable Letterbox letterbox) {}

  /**
   * A batch's memory and the pictures that belong to it, those not inferred among them.
   *
   * @param isLast whether the source has no more
   * @param failure why it has no more, unless that is its proper end
   */
  private record Load(
      Batch batch, List<Held> pictures, boolean isLast, @Nullable Failure failure) {}

  private final OnnxModel model;
  private final Lane lane;
  private final int every;
  private final YoloV5Decoder decoder;
  private final PictureScaler scaler = new PictureScaler();
  private final Batch[] batches;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(duty -> new Thread(duty, "file-reader"));

  /**
   * A detector with an open lane, which stays the caller's.
   *
   * @param every infers the first picture of every so many
   * @throws Failure of action STOP when the settings name a class that the model does not have
   */
  public FileDetector(OnnxModel model, Lane lane, DetectionSettings settings, int every) {
    this.model = model;
    this.lane = lane;
    this.every = every;
    this.decoder =
        new YoloV5Decoder(
            new Labels(model.names(), lane.columns() - BOX_COLUMNS), model.confidences(), settings);
    this.batches = new Batch[] {lane.newBatch(), lane.newBatch()};
  }

  /**
   * Gives every picture of a source to the visitor, in order, on the calling thread.
   *
   * @throws Failure of the source, after the pictures before it; of the model or the visitor
   */
  public void detect(VideoSource source, Consumer<SeenPicture> visitor) {
    Future<Load> next = reader.submit(() -> read(source, batches[0]));
    int turn = 1;
    boolean isLast = false;
    while (!isLast) {
      Load load = await(next);
      isLast = load.isLast;
      if (!isLast) {
        Batch free = batches[turn++ % batches.length];
        next = reader.submit(() -> read(source, free));
      }
      try {
        infer(load, visitor);
      } catch (RuntimeException e) {
        await(next).pictures.forEach(held -> held.picture.close());
        throw e;
      }
      if (load.failure != null) {
        throw load.failure;
      }
    }
  }

  @Override
  public void close() {
    reader.shutdownNow();
    scaler.close();
    for (Batch batch : batches) {
      batch.close();
    }
  }

  private Load read(VideoSource source, Batch batch) {
    List<Held> pictures = new ArrayList<>();
    int slots = 0;
    try {
      while (slots < lane.batch() && pictures.size() < MOST_HELD) {
        DecodedPicture picture = source.next();
        if (picture == null) {
          return new Load(batch, pictures, true, null);
        }
        boolean isInferred = picture.index() % every == 0;
        pictures.add(new Held(picture, isInferred ? letterboxed(picture, batch, slots++) : null));
      }
      return new Load(batch, pictures, false, null);
    } catch (Failure e) {
      return new Load(batch, pictures, true, e); // what was read before it still counts
    }
  }

  private Letterbox letterboxed(DecodedPicture picture, Batch batch, int slot) {
    Letterbox letterbox = Letterbox.fit(picture.picture().size(), model.size());
    scaler.letterbox(picture.picture(), letterbox, batch.slot(slot));
    return letterbox;
  }

  private void infer(Load load, Consumer<SeenPicture> visitor) {
    try {
      int count = (int) load.pictures.stream().filter(held -> held.letterbox != null).count();
      if (count > 0) {
        lane.infer(load.batch, count);
      }
      int slot = 0;
      for (Held held : load.pictures) {
        Letterbox letterbox = held.letterbox;
        visitor.accept(
            new SeenPicture(
                held.picture,
                letterbox == null
                    ? Optional.empty()
                    : Optional.of(
                        decoder.decode(load.batch.results(), slot++, lane.rows(), letterbox))));
      }
    } finally {
      load.pictures.forEach(held -> held.picture.close());
    }
  }

  private static Load await(Future<Load> reading) {
    try {
      return reading.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Failure failure ? failure : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.retry("interrupted", e);
    }
  }
}
