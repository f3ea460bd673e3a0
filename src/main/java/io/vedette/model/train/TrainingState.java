package io.vedette.model.train;

import io.vedette.model.layer.Inventory;
import io.vedette.model.layer.Weights;
import io.vedette.model.optimise.AdamW;
import io.vedette.model.optimise.Optimiser;
import io.vedette.model.optimise.ParameterLayout;
import io.vedette.model.optimise.Sgd;
import io.vedette.model.torch.Tensors;
import io.vedette.model.torch.TorchDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The state of a training, apart from what follows from the step's number: parameters and
 * statistics, their averages, the optimiser's memory. Confined to one thread.
 */
final class TrainingState {
  /** The part of a vector that stays as it is: where the mask is 1. */
  private record Frozen(Tensor vector, Tensor mask, Tensor values) {
    private static Frozen of(Tensor vector, float[] mask) {
      Tensor where = TorchDevice.vector(mask);
      return new Frozen(vector, where, vector.mul(where));
    }

    private void restore() {
      vector.sub_(vector.mul(mask)).add_(values);
    }
  }

  private static final String AVERAGE = "average.";
  private static final String NOW = "now.";

  private final ParameterLayout parameterLayout;
  private final ParameterLayout statisticLayout;
  private final Map<String, Tensor> vectors = new LinkedHashMap<>();
  private final Optimiser optimiser;
  private final List<Frozen> frozen = new ArrayList<>();
  private long step;
  private int failed;

  private TrainingState(
      Inventory inventory, float[] values, float[] statistics, TrainSettings.Optimisation how) {
    parameterLayout = ParameterLayout.ofParameters(inventory);
    statisticLayout = ParameterLayout.ofStatistics(inventory);
    vectors.put(NOW + "parameters", TorchDevice.vector(values));
    vectors.put(NOW + "statistics", TorchDevice.vector(statistics));
    vectors.put(AVERAGE + "parameters", TorchDevice.vector(values));
    vectors.put(AVERAGE + "statistics", TorchDevice.vector(statistics));
    int decayed = parameterLayout.decayed();
    optimiser =
        switch (how.method()) {
          case ADAMW -> new AdamW(parameters(), how.decay(), decayed);
          case SGD -> new Sgd(parameters(), how.decay(), decayed);
        };
    vectors.putAll(new TreeMap<>(optimiser.memory())); // in the same order in every file
  }

  /** The state before the first step. */
  static TrainingState begin(Inventory inventory, Weights weights, TrainSettings.Optimisation how) {
    return new TrainingState(
        inventory,
        ParameterLayout.ofParameters(inventory).gather(weights),
        ParameterLayout.ofStatistics(inventory).gather(weights),
        how);
  }

  /**
   * The state that {@link #keep} kept.
   *
   * @param failed how many of the last steps were skipped
   */
  static TrainingState resume(
      Inventory inventory, Weights kept, long step, int failed, TrainSettings.Optimisation how) {
    TrainingState state =
        new TrainingState(
            inventory,
            new float[ParameterLayout.ofParameters(inventory).length()],
            new float[ParameterLayout.ofStatistics(inventory).length()],
            how);
    state.vectors.forEach(
        (name, vector) -> vector.copy_(TorchDevice.vector(kept.values("training." + name))));
    state.step = step;
    state.failed = failed;
    return state;
  }

  /** Adds all of it to what a checkpoint holds. */
  void keep(Weights into) {
    vectors.forEach((name, vector) -> into.put("training." + name, Tensors.floats(vector)));
  }

  long step() {
    return step;
  }

  /** The number of last steps that were skipped, one after the other. */
  int failed() {
    return failed;
  }

  Tensor parameters() {
    return vector(NOW + "parameters");
  }

  Tensor statistics() {
    return vector(NOW + "statistics");
  }

  /** Averages over the last steps: better than any single one. */
  Weights averaged() {
    Weights weights = new Weights();
    parameterLayout.scatter(Tensors.floats(vector(AVERAGE + "parameters")), weights);
    statisticLayout.scatter(Tensors.floats(vector(AVERAGE + "statistics")), weights);
    return weights;
  }

  /** Parameters and statistics whose names begin so stay as they are from now on. */
  void freeze(List<String> prefixes) {
    if (!prefixes.isEmpty()) {
      frozen.add(Frozen.of(parameters(), parameterLayout.mask(prefixes)));
      frozen.add(Frozen.of(statistics(), statisticLayout.mask(prefixes)));
    }
  }

  /** One step that changes nothing; how many there were one after the other. */
  int skip() {
    step++;
    return ++failed;
  }

  /**
   * One step down a gradient.
   *
   * @param measured the statistics after it
   */
  void update(Tensor gradient, Tensor measured, double rate, double ema) {
    step++;
    failed = 0;
    statistics().copy_(measured);
    optimiser.update(parameters(), gradient, step, rate);
    frozen.forEach(Frozen::restore);
    double kept = Math.min(ema, (1.0 + step) / (10.0 + step));
    vector(AVERAGE + "parameters").lerp_(parameters(), new Scalar(1 - kept));
    vector(AVERAGE + "statistics").lerp_(statistics(), new Scalar(1 - kept));
  }

  private Tensor vector(String name) {
    Tensor vector = vectors.get(name);
    if (vector == null) {
      throw new IllegalStateException("no vector " + name);
    }
    return vector;
  }
}
