package io.vedette.bench;

import io.vedette.config.Settings;
import io.vedette.geometry.RelativeBox;
import io.vedette.tracking.Detection;
import io.vedette.tracking.Tracker;
import io.vedette.tracking.TrackerSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The benchmark of the tracker: one frame of 20 walking objects. */
public final class Tracking implements Benchmark {
  private static final int OBJECTS = 20;
  private static final int WARM_UPS = 2000;
  private static final int ROUNDS = 2000;
  private static final long FRAME_MILLIS = 200;

  @Override
  public String name() {
    return "tracking";
  }

  @Override
  public List<Figure> run() {
    Tracker tracker = new Tracker(Settings.defaults(TrackerSettings.class));
    Walk walk = new Walk();
    Samples samples =
        Samples.time(WARM_UPS, ROUNDS, () -> tracker.update(walk.time(), walk.next()));
    return List.of(
        new Figure(
                name(),
                "tracker, one frame of 20 objects",
                samples.millis(0.5),
                "ms",
                0.2,
                true,
                String.format(
                    Locale.ROOT,
                    "median processor time of %d frames; p99 %.3f ms",
                    samples.size(),
                    samples.millis(0.99)))
            .within(samples.millis(0.25), samples.millis(0.75)));
  }

  /** Objects on their ways, some of them missed now and then. */
  private static final class Walk {
    private final Random random = new Random(1);
    private final double[] x = random.doubles(OBJECTS, 0, 0.9).toArray();
    private final double[] y = random.doubles(OBJECTS, 0, 0.8).toArray();
    private Instant time = Instant.EPOCH;

    private Instant time() {
      time = time.plusMillis(FRAME_MILLIS);
      return time;
    }

    private List<Detection> next() {
      List<Detection> seen = new ArrayList<>();
      for (int i = 0; i < OBJECTS; i++) {
        x[i] = (x[i] + 0.004 + random.nextGaussian() * 0.001 + 0.9) % 0.9;
        y[i] = Math.min(0.8, Math.max(0, y[i] + random.nextGaussian() * 0.001));
        if (random.nextInt(20) > 0) {
          RelativeBox box = new RelativeBox(x[i], y[i], 0.06, 0.15);
          seen.add(new Detection("class" + i % 3, 0.4 + random.nextDouble() * 0.6, box));
        }
      }
      return seen;
    }
  }
}
