package io.vedette.plan;

import io.vedette.geometry.Size;
import io.vedette.inference.Batch;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import java.time.Duration;

/** The measurement, on this machine, of figures that the plan would otherwise assume. */
public final class MachineProbe {
  private static final double NANOS = 1e9;
  private static final int WARM_UP = 2;

  private MachineProbe() {}

  /**
   * Frames the model's lane infers per second, in full batches; pictures take no part in its time.
   *
   * @throws io.vedette.runtime.Failure of action STOP when the model cannot be used
   */
  public static double workerFps(InferenceSettings settings, Duration time) {
    OnnxModel model = OnnxModel.load(settings);
    try (Lane lane = Lane.open(model, settings);
        Batch batch = lane.newBatch()) {
      for (int i = 0; i < WARM_UP; i++) {
        lane.infer(batch, lane.batch());
      }
      long begin = System.nanoTime();
      long runs = 0;
      while (System.nanoTime() - begin < time.toNanos()) {
        lane.infer(batch, lane.batch());
        runs++;
      }
      return runs * lane.batch() * NANOS / (System.nanoTime() - begin);
    }
  }

  /** Pictures per second of another size, given how many there are of one size. */
  public static double scaled(double perSecond, Size measured, Size wanted) {
    return perSecond * measured.area() / wanted.area();
  }
}
