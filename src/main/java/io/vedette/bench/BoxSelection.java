package io.vedette.bench;

import io.vedette.config.Settings;
import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Detector;
import io.vedette.geometry.Letterbox;
import io.vedette.inference.Batch;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.jpeg.JpegDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The benchmark of choosing a picture's best boxes on a CPU: by operations at the end of the graph,
 * as on GPUs, against reading all boxes in Java, as workers do on CPUs. Each takes one picture
 * through the model to its objects on one thread; the two take turns.
 */
public final class BoxSelection implements Benchmark {
  private static final int TURNS = 9;
  private static final int WARM_UPS = 10;
  private static final int ROUNDS = 30;

  private final OnnxModel model;
  private final InferenceSettings inference;

  public BoxSelection(OnnxModel model, InferenceSettings inference) {
    this.model = model;
    this.inference = inference.withThreads(1);
  }

  @Override
  public String name() {
    return "box-selection";
  }

  @Override
  public List<Figure> run() {
    byte[] jpeg = StreetPictures.jpegs(1, StreetPictures.SIZE).get(0);
    Detector detector = new Detector(model, Settings.defaults(DetectionSettings.class));
    List<Double> ratios = new ArrayList<>();
    List<Double> chosen = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      chosen.add(millis(detector, jpeg, true));
      all.add(millis(detector, jpeg, false));
      ratios.add(chosen.get(turn) / all.get(turn));
    }
    chosen.sort(null);
    all.sort(null);
    ratios.sort(null);
    return List.of(
        new Figure(
                name(),
                "boxes chosen in the graph ÷ read in Java, processor time per picture on a CPU",
                ratios.get(TURNS / 2),
                "",
                1,
                false,
                String.format(
                    Locale.ROOT,
                    "median of %d turns of %d pictures; %s on one thread: %.2f and %.2f ms",
                    TURNS,
                    ROUNDS,
                    model.name(),
                    chosen.get(TURNS / 2),
                    all.get(TURNS / 2)))
            .within(ratios));
  }

  /** The median processor time from a picture in the batch to its objects. */
  private double millis(Detector detector, byte[] jpeg, boolean isSelected) {
    try (Lane lane = Lane.onCpu(model, inference, isSelected);
        Batch batch = lane.newBatch()) {
      Letterbox letterbox = put(detector, batch, jpeg);
      return Samples.time(
              WARM_UPS,
              ROUNDS,
              () -> {
                lane.infer(batch, 1);
                var unused = detector.objects(batch, 0, letterbox);
              })
          .millis(0.5);
    }
  }

  private static Letterbox put(Detector detector, Batch batch, byte[] jpeg) {
    try (JpegDecoder decoder = new JpegDecoder();
        PictureScaler scaler = new PictureScaler();
        Picture picture = decoder.decode(jpeg)) {
      return detector.put(picture, batch, 0, scaler);
    }
  }
}
