package io.vedette.offline;

import io.vedette.camera.VideoSource;
import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.detection.BoxMerge;
import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Detector;
import io.vedette.detection.Regions;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.Letterbox;
import io.vedette.geometry.RelativeBox;
import io.vedette.inference.Batch;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.runtime.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The detector for files, which infers pictures in batches: while one batch is inferred on the
 * calling thread, the next is decoded and letterboxed on the thread {@code file-reader}. Confined
 * to one thread; caller closes, before the lane.
 */
public final class FileDetector implements AutoCloseable {
  private static final int MOST_HELD = 32;
  private static final int TURNS = 2;

  /** A whole picture or a region of it, and its place in the next slot. */
  private record Look(@Nullable RelativeBox region, Letterbox letterbox) {}

  /** A picture on its way; without looks it is not inferred. */
  private record Held(DecodedPicture picture, List<Look> looks) {}

  /**
   * Memory of batches, one after the other, and the pictures that belong to it, those not inferred
   * among them.
   *
   * @param isLast whether the source has no more
   * @param failure why it has no more, unless that is its proper end
   */
  private record Load(
      List<Batch> memory, List<Held> pictures, boolean isLast, @Nullable Failure failure) {}

  /** The reading of one source. */
  private record Reading(VideoSource source, CloserLooks closer) {}

  private final Lane lane;
  private final int every;
  private final Detector detector;
  private final BoxMerge merge;
  private final Regions regions;
  private final PictureScaler scaler = new PictureScaler();
  private final PictureScaler regionScaler = new PictureScaler();
  private final List<List<Batch>> memories = new ArrayList<>();
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(duty -> new Thread(duty, "file-reader"));

  /**
   * The way in which a file's pictures are inferred.
   *
   * @param every number of pictures of which the first is inferred
   * @param regions the most regions of a picture that are inferred besides the whole
   */
  public record Manner(int every, int regions) {}

  /**
   * A detector with an open lane, which stays the caller's.
   *
   * @throws Failure of action STOP when the settings name a class that the model does not have
   */
  public FileDetector(OnnxModel model, Lane lane, DetectionSettings settings, Manner manner) {
    this.lane = lane;
    this.every = manner.every;
    this.detector = new Detector(model, settings);
    this.merge = new BoxMerge(settings);
    this.regions = new Regions(model.size(), manner.regions);
    int batches = 1 + (manner.regions + lane.batch() - 1) / lane.batch();
    for (int i = 0; i < TURNS; i++) {
      memories.add(Stream.generate(lane::newBatch).limit(batches).toList());
    }
  }

  /**
   * Hands every picture of a source to the visitor, in order, on the calling thread.
   *
   * @throws Failure of the source, after the pictures before it; of the model or the visitor
   */
  public void detect(VideoSource source, Consumer<SeenPicture> visitor) {
    try (CloserLooks closer = new CloserLooks(regions, source)) {
      detect(new Reading(source, closer), visitor);
    }
  }

  private void detect(Reading reading, Consumer<SeenPicture> visitor) {
    Future<Load> next = reader.submit(() -> read(reading, memories.get(0)));
    int turn = 1;
    boolean isLast = false;
    while (!isLast) {
      Load load = await(next);
      isLast = load.isLast;
      if (!isLast) {
        List<Batch> free = memories.get(turn++ % TURNS);
        next = reader.submit(() -> read(reading, free));
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
    detector.end();
    reader.shutdownNow();
    regionScaler.close();
    scaler.close();
    memories.forEach(memory -> memory.forEach(Batch::close));
  }

  private Load read(Reading reading, List<Batch> memory) {
    List<Held> pictures = new ArrayList<>();
    int last = memory.size() * lane.batch() - regions.pictures();
    int slots = 0;
    try {
      while (slots <= last && pictures.size() < MOST_HELD) {
        DecodedPicture picture = reading.source.next();
        if (picture == null) {
          return new Load(memory, pictures, true, null);
        }
        boolean isInferred = picture.index() % every == 0;
        List<Look> looks = isInferred ? looks(picture, reading, memory, slots) : List.of();
        pictures.add(new Held(picture, looks));
        slots += looks.size();
      }
      return new Load(memory, pictures, false, null);
    } catch (Failure e) {
      return new Load(memory, pictures, true, e); // what was read before it still counts
    }
  }

  /** Puts a picture into the slots from one on: the whole first. */
  private List<Look> looks(DecodedPicture picture, Reading reading, List<Batch> memory, int first) {
    List<Look> looks = new ArrayList<>();
    looks.add(new Look(null, put(picture.picture(), memory, first, scaler)));
    for (RelativeBox region : reading.closer.of(picture)) {
      try (Picture part = picture.picture().crop(region)) {
        looks.add(new Look(region, put(part, memory, first + looks.size(), regionScaler)));
      }
    }
    return looks;
  }

  private Letterbox put(Picture picture, List<Batch> memory, int slot, PictureScaler with) {
    return detector.put(picture, memory.get(slot / lane.batch()), slot % lane.batch(), with);
  }

  private void infer(Load load, Consumer<SeenPicture> visitor) {
    try {
      List<List<DetectedObject>> found = found(load);
      int slot = 0;
      for (Held held : load.pictures) {
        List<BoxMerge.Look> looks = new ArrayList<>();
        for (Look look : held.looks) {
          looks.add(new BoxMerge.Look(look.region, found.get(slot++)));
        }
        visitor.accept(seen(held.picture, looks));
      }
    } finally {
      load.pictures.forEach(held -> held.picture.close());
    }
  }

  private SeenPicture seen(DecodedPicture picture, List<BoxMerge.Look> looks) {
    if (looks.isEmpty()) {
      return new SeenPicture(picture, Optional.empty(), List.of());
    }
    List<RelativeBox> closer =
        looks.stream().map(BoxMerge.Look::region).filter(Objects::nonNull).toList();
    return new SeenPicture(picture, Optional.of(merge.merge(looks)), closer);
  }

  /** The objects in each filled slot. */
  private List<List<DetectedObject>> found(Load load) {
    List<Look> looks = load.pictures.stream().flatMap(held -> held.looks.stream()).toList();
    List<List<DetectedObject>> found = new ArrayList<>();
    for (int start = 0; start < looks.size(); start += lane.batch()) {
      Batch batch = load.memory.get(start / lane.batch());
      int count = Math.min(lane.batch(), looks.size() - start);
      lane.infer(batch, count);
      for (int slot = 0; slot < count; slot++) {
        found.add(detector.objects(batch, slot, looks.get(start + slot).letterbox));
      }
    }
    return found;
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
