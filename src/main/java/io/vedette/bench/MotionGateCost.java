package io.vedette.bench;

import io.vedette.camera.motion.MotionGate;
import io.vedette.camera.motion.MotionSettings;
import io.vedette.config.Settings;
import io.vedette.picture.LumaGrid;
import io.vedette.picture.Picture;
import io.vedette.picture.jpeg.JpegDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The benchmark of the motion gate: processor time for each 1280×720 picture. */
public final class MotionGateCost implements Benchmark {
  private static final int PICTURES = 8;
  private static final int WARM_UPS = 2000;
  private static final int ROUNDS = 2000;
  private static final long STEP_MICROS = 200_000;

  @Override
  public String name() {
    return "motion-gate";
  }

  @Override
  public List<Figure> run() {
    MotionSettings settings = Settings.defaults(MotionSettings.class);
    List<Picture> pictures = new ArrayList<>();
    try (JpegDecoder decoder = new JpegDecoder();
        LumaGrid grid = new LumaGrid()) {
      StreetPictures.jpegs(PICTURES, StreetPictures.SIZE)
          .forEach(jpeg -> pictures.add(decoder.decode(jpeg)));
      MotionGate gate = new MotionGate(settings);
      long[] taken = {0};
      Samples samples =
          Samples.time(
              WARM_UPS,
              ROUNDS,
              () -> {
                byte[] luma = grid.read(pictures.get((int) (taken[0] % PICTURES)));
                taken[0]++;
                var unused =
                    gate.judge(luma, grid.cells(), taken[0] * STEP_MICROS, settings.refresh());
              });
      return List.of(figure(samples));
    } finally {
      pictures.forEach(Picture::close);
    }
  }

  private Figure figure(Samples samples) {
    return new Figure(
        name(),
        "motion gate, processor time per picture 1280×720",
        samples.millis(0.5),
        "ms",
        0.3,
        true,
        String.format(
            Locale.ROOT,
            "median of %d on one thread, a busy street; quartiles %.3f–%.3f ms, p99 %.3f ms",
            samples.size(),
            samples.millis(0.25),
            samples.millis(0.75),
            samples.millis(0.99)));
  }
}
