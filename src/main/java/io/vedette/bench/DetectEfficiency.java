package io.vedette.bench;

import io.vedette.geometry.Letterbox;
import io.vedette.inference.Batch;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.jpeg.JpegDecoder;
import io.vedette.transport.client.TransportSettings.Delivery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The benchmark of the detect role, from JPEGs in Kafka to committed events, against the bare model
 * in a loop with the same lane settings and batch. The two take turns, so that a machine whose
 * speed drifts treats them alike.
 */
public final class DetectEfficiency implements Benchmark {
  private static final int ROUNDS = 3;
  private static final int MEASURED = 320;
  private static final RoleRate.Load LOAD = new RoleRate.Load(1, 4, 64, MEASURED);
  private static final double NANOS = 1e9;

  private final Path folder;
  private final OnnxModel model;
  private final InferenceSettings inference;
  private final RoleRate role;

  /**
   * @param folder for brokers; emptied by the caller
   */
  public DetectEfficiency(Path folder, OnnxModel model, InferenceSettings inference) {
    this.folder = folder;
    this.model = model;
    this.inference = inference;
    this.role = new RoleRate(model, inference, StreetPictures.SIZE);
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
      double whole = role.measure(folder.resolve("detect-" + round), Delivery.EXACTLY_ONCE, LOAD);
      double bare = (before + bareRate()) / 2;
      ratios.add(whole / bare);
      rates.add(String.format(Locale.ROOT, "%.1f/%.1f", whole, bare));
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
                    + String.join(", ", rates))
            .within(ratios));
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
        try (Picture picture = decoder.decode(role.jpeg(slot))) {
          Letterbox letterbox =
              Letterbox.of(model.reading().form().fit(), picture.size(), model.size());
          scaler.letterbox(picture, letterbox, batch.slot(slot));
        }
      }
    }
  }
}
