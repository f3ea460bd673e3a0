package io.vedette.bench;

import io.vedette.camera.FrameShrinker;
import io.vedette.config.Settings;
import io.vedette.detector.DetectSettings;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.Ledger;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Letterbox;
import io.vedette.inference.Batch;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.picture.JpegDecoder;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.runtime.Failure;
import io.vedette.transport.FramePlaces;
import io.vedette.transport.FramePublisher;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * The detect role, from JPEGs in Kafka to committed events, against the bare model in a loop of the
 * same lane settings and batch. The two take turns, so that a machine whose speed drifts treats
 * them alike.
 */
public final class DetectEfficiency implements Benchmark {
  private static final int ROUNDS = 3;
  private static final int CAMERAS = 4;
  private static final int DIFFERENT = 16;
  private static final int WARM_UP = 64;
  private static final int MEASURED = 320;
  private static final long POLL_NANOS = 2_000_000;
  private static final double NANOS = 1e9;

  private final Path folder;
  private final OnnxModel model;
  private final InferenceSettings inference;
  private final List<byte[]> jpegs = StreetPictures.jpegs(DIFFERENT);

  /**
   * @param folder for brokers; emptied by the caller
   */
  public DetectEfficiency(Path folder, OnnxModel model, InferenceSettings inference) {
    this.folder = folder;
    this.model = model;
    this.inference = inference;
  }

  @Override
  public String name() {
    return "detect-efficiency";
  }

  @Override
  public List<Figure> run() {
    List<Double> ratios = new ArrayList<>();
    List<String> rates = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      double before = bareRate();
      double role = roleRate(folder.resolve("detect-" + round));
      double bare = (before + bareRate()) / 2;
      ratios.add(role / bare);
      rates.add(String.format(Locale.ROOT, "%.1f/%.1f", role, bare));
    }
    ratios.sort(null);
    return List.of(
        new Figure(
            name(),
            "detect role ÷ bare OrtSession.run, frames/s",
            ratios.get(ROUNDS / 2),
            "",
            0.90,
            false,
            "median of "
                + ROUNDS
                + " rounds of "
                + MEASURED
                + " frames 1280×720; "
                + inference.threads()
                + " inference thread(s), batch "
                + inference.batch()
                + "; role/bare frames per second "
                + String.join(", ", rates)));
  }

  /** Pictures per second of the model alone, on full batches that are there. */
  private double bareRate() {
    try (Lane lane = Lane.open(model, inference);
        Batch batch = lane.newBatch()) {
      fill(batch, lane.batch());
      lane.infer(batch, lane.batch());
      int runs = MEASURED / 2 / lane.batch();
      long started = System.nanoTime();
      for (int run = 0; run < runs; run++) {
        lane.infer(batch, lane.batch());
      }
      return runs * lane.batch() * NANOS / (System.nanoTime() - started);
    }
  }

  private void fill(Batch batch, int slots) {
    try (JpegDecoder decoder = new JpegDecoder();
        PictureScaler scaler = new PictureScaler()) {
      for (int slot = 0; slot < slots; slot++) {
        try (Picture picture = decoder.decode(jpegs.get(slot % DIFFERENT))) {
          Letterbox letterbox = Letterbox.fit(picture.size(), model.size());
          scaler.letterbox(picture, letterbox, batch.slot(slot));
        }
      }
    }
  }

  /** Frames per second from the topic to committed detections. */
  private double roleRate(Path place) {
    try (Workplace workplace = new Workplace(place)) {
      publish(workplace);
      Ledger ledger = new Ledger();
      DetectSettings settings = Settings.defaults(DetectSettings.class);
      workplace.detect(model, Lane.open(model, inference), settings, ledger);
      long first = await(workplace, ledger, WARM_UP);
      long startNanos = System.nanoTime();
      long last = await(workplace, ledger, WARM_UP + MEASURED);
      return (last - first) * NANOS / (System.nanoTime() - startNanos);
    }
  }

  private void publish(Workplace workplace) {
    Ledger ledger = new Ledger();
    try (FramePublisher publisher =
        new FramePublisher(
            workplace.kafka(),
            workplace.transport(),
            new FramePlaces(),
            ledger,
            FrameShrinker::shrink)) {
      publisher.start();
      Instant begin = Instant.now();
      // More than is measured, so that the last batches are full ones as well.
      for (int i = 0; i < WARM_UP + MEASURED + 4 * inference.batch(); i++) {
        publisher.accept(
            new Frame(
                new FrameId("camera" + i % CAMERAS, 1, i / CAMERAS),
                begin.plusMillis(i),
                CaptureClock.FILE,
                StreetPictures.SIZE,
                jpegs.get(i % DIFFERENT),
                StageTimes.NONE));
      }
    }
  }

  private static long await(Workplace workplace, Ledger ledger, long frames) {
    long inferred = inferred(ledger);
    while (inferred < frames) {
      workplace.check();
      LockSupport.parkNanos(POLL_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw Failure.stop("interrupted");
      }
      inferred = inferred(ledger);
    }
    return inferred;
  }

  private static long inferred(Ledger ledger) {
    return ledger.balances().values().stream().mapToLong(Ledger.Balance::inferred).sum();
  }
}
