package io.vedette.model.comparison;

import io.vedette.geometry.Size;
import io.vedette.inference.Batch;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.InferenceSettings.Device;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The timing of models against each other: one picture each in turn, so that other load on the
 * machine affects all alike. Confined to one thread; caller closes.
 */
final class Stopwatch implements AutoCloseable {
  private static final int ROUNDS = 120;
  private static final int WARM_UP = 20;

  private final List<Lane> lanes = new ArrayList<>();
  private final List<Batch> batches = new ArrayList<>();

  /**
   * @param threads of each model; 0 takes all cores
   */
  Stopwatch(List<OnnxModel> models, int threads) {
    InferenceSettings settings =
        new InferenceSettings(
            null, Device.CPU, 0, threads, 1, Size.square(640), null, Duration.ofMillis(10));
    for (OnnxModel model : models) {
      Lane lane = Lane.open(model, settings);
      lanes.add(lane);
      batches.add(lane.newBatch());
    }
  }

  /** The median time per picture of each model, in milliseconds. */
  List<Double> medians() {
    double[][] times = new double[lanes.size()][ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (int i = 0; i < times.length; i++) {
        long began = System.nanoTime();
        lanes.get(i).infer(batches.get(i), 1);
        if (round >= 0) {
          times[i][round] = (System.nanoTime() - began) / 1e6;
        }
      }
    }
    return Arrays.stream(times).map(Stopwatch::median).toList();
  }

  private static double median(double[] times) {
    Arrays.sort(times);
    return times[times.length / 2];
  }

  @Override
  public void close() {
    batches.forEach(Batch::close);
    lanes.forEach(Lane::close);
  }
}
