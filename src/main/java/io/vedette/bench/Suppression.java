package io.vedette.bench;

import io.vedette.config.Settings;
import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Labels;
import io.vedette.detection.OutputDecoder;
import io.vedette.geometry.Letterbox;
import io.vedette.geometry.Size;
import io.vedette.inference.reading.DenseLayout;
import io.vedette.inference.reading.PlainBox;
import io.vedette.inference.reading.Points;
import io.vedette.inference.reading.Tensor;
import io.vedette.inference.reading.TensorPart;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The benchmark of YOLOv5 decoding and NMS of one 640×640 picture's output with 80 classes. */
public final class Suppression implements Benchmark {
  private static final int ROWS = 25_200;
  private static final int CLASSES = 80;
  private static final int COLUMNS = 5 + CLASSES;
  private static final int OBJECTS = 40;
  private static final int BOXES_PER_OBJECT = 15;
  private static final int SIDE = 640;
  private static final int WARM_UPS = 300;
  private static final int ROUNDS = 300;

  @Override
  public String name() {
    return "nms";
  }

  @Override
  public List<Figure> run() {
    FloatBuffer output = output(new Random(1));
    DetectionSettings settings = Settings.defaults(DetectionSettings.class);
    OutputDecoder decoder = new OutputDecoder(new Labels(List.of(), CLASSES), settings);
    Letterbox letterbox = Letterbox.fit(new Size(1280, 720), new Size(SIDE, SIDE));
    DenseLayout layout =
        new DenseLayout(
            TensorPart.rows(0, 0, 4),
            TensorPart.rows(0, 5, CLASSES),
            TensorPart.rows(0, 4, 1),
            PlainBox.CENTRE,
            DenseLayout.Activation.NONE);
    Tensor result = new Tensor(List.of(1, ROWS, COLUMNS), output);
    Points points = layout.points(List.of(result), 0, letterbox.model());
    int found = decoder.decode(points, letterbox).size();
    Samples samples = Samples.time(WARM_UPS, ROUNDS, () -> decoder.decode(points, letterbox));
    return List.of(
        new Figure(
                "nms",
                "YOLOv5 decode + NMS of one 25 200 × 85 output",
                samples.millis(0.5),
                "ms",
                1,
                true,
                String.format(
                    Locale.ROOT,
                    "median processor time of %d; %d boxes above 0.25, %d objects left; p99 %.2f ms",
                    samples.size(),
                    OBJECTS * BOXES_PER_OBJECT,
                    found,
                    samples.millis(0.99)))
            .within(samples.millis(0.25), samples.millis(0.75)));
  }

  /** Faint noise everywhere, and some clusters of boxes as objects make them. */
  private static FloatBuffer output(Random random) {
    FloatBuffer output =
        ByteBuffer.allocateDirect(ROWS * COLUMNS * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (int row = 0; row < ROWS; row++) {
      put(output, row, random.nextFloat() * SIDE, random.nextFloat() * SIDE, 30);
      output.put(row * COLUMNS + 4, random.nextFloat() * 0.01f);
      for (int label = 0; label < CLASSES; label++) {
        output.put(row * COLUMNS + 5 + label, random.nextFloat() * 0.1f);
      }
    }
    for (int object = 0; object < OBJECTS; object++) {
      float x = 50 + random.nextFloat() * 540;
      float y = 50 + random.nextFloat() * 540;
      for (int i = 0; i < BOXES_PER_OBJECT; i++) {
        int row = random.nextInt(ROWS);
        put(output, row, x + random.nextFloat() * 6, y + random.nextFloat() * 6, 60);
        output.put(row * COLUMNS + 4, 0.5f + random.nextFloat() / 2);
        output.put(row * COLUMNS + 5 + object, 0.6f + random.nextFloat() * 0.4f);
      }
    }
    return output;
  }

  private static void put(FloatBuffer output, int row, float x, float y, float side) {
    output.put(row * COLUMNS, x).put(row * COLUMNS + 1, y);
    output.put(row * COLUMNS + 2, side).put(row * COLUMNS + 3, side);
  }
}
