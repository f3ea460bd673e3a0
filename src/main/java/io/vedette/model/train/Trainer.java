package io.vedette.model.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vedette.geometry.Size;
import io.vedette.model.data.DataSet;
import io.vedette.model.layer.Inventory;
import io.vedette.model.layer.Weights;
import io.vedette.model.loss.LossParts;
import io.vedette.model.optimise.ParameterLayout;
import io.vedette.model.optimise.Schedule;
import io.vedette.model.weights.Checkpoint;
import io.vedette.runtime.Failure;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The trainer of a network, step by step; its whole state can be saved in a folder at any step, and
 * training continues from there as if it had not stopped. Confined to one thread; caller closes.
 */
public final class Trainer implements AutoCloseable {
  /** The file that holds what a training goes on from. */
  public static final String LAST = "last.safetensors";

  /** Records by their components alone, without properties that methods compute. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();

  private static final String STEP = "step";
  private static final String FAILED = "failed";
  private static final String SETTINGS = "settings";

  private final Checkpoint begun;
  private final TrainSettings settings;
  private final TrainingState state;
  private final Batches batches;
  private final TrainStep learning;
  private final Schedule schedule;

  private Trainer(
      Checkpoint begun,
      TrainSettings settings,
      TrainingState state,
      DataSet data,
      Teacher teacher) {
    this.begun = begun;
    this.settings = settings;
    this.state = state;
    state.freeze(settings.frozen());
    this.learning =
        new TrainStep(begun.architecture(), begun.names().size(), begun.anchors(), state, settings);
    this.batches = new Batches(data, teacher, settings, state.step());
    TrainSettings.Optimisation how = settings.optimisation();
    this.schedule = new Schedule(how.peak(), how.last(), how.warmup(), settings.budget().steps());
    batches.start();
  }

  /**
   * Begins with the weights of a checkpoint; closes the teacher with itself.
   *
   * @throws Failure of action STOP when there is nothing to show or nothing to learn
   */
  public static Trainer begin(
      Checkpoint checkpoint, TrainSettings settings, DataSet data, Teacher teacher) {
    if (data.train().isEmpty()) {
      throw Failure.stop("there are no pictures to train with");
    }
    Freezing.check(settings.frozen(), ParameterLayout.ofParameters(inventory(checkpoint)).names());
    TrainingState state =
        TrainingState.begin(inventory(checkpoint), checkpoint.weights(), settings.optimisation());
    return new Trainer(checkpoint, settings, state, data, teacher);
  }

  /**
   * Goes on from a checkpoint that {@link #keep} wrote; closes the teacher with itself.
   *
   * @throws Failure of action STOP when it holds no training
   */
  public static Trainer resume(Checkpoint kept, DataSet data, Teacher teacher) {
    TrainSettings settings = settings(kept);
    TrainingState state =
        TrainingState.resume(
            inventory(kept), kept.weights(), step(kept), failed(kept), settings.optimisation());
    return new Trainer(kept, settings, state, data, teacher);
  }

  /** The settings of a checkpoint's training. */
  public static TrainSettings settings(Checkpoint kept) {
    String settings = kept.about().get(SETTINGS);
    if (settings == null) {
      throw Failure.stop("the checkpoint holds a network, but no training to go on with");
    }
    try {
      return JSON.readValue(settings, TrainSettings.class);
    } catch (JsonProcessingException e) {
      throw Failure.stop("the checkpoint's settings cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  /** The number of a checkpoint's steps. */
  public static long step(Checkpoint kept) {
    return Long.parseLong(kept.about().getOrDefault(STEP, "0"));
  }

  private static int failed(Checkpoint kept) {
    return Integer.parseInt(kept.about().getOrDefault(FAILED, "0"));
  }

  private static Inventory inventory(Checkpoint checkpoint) {
    return checkpoint.architecture().trained(checkpoint.names().size(), checkpoint.size());
  }

  public TrainSettings settings() {
    return settings;
  }

  /** Steps taken, also before a resume. */
  public long step() {
    return state.step();
  }

  public boolean isDone() {
    return state.step() >= settings.budget().steps();
  }

  /** The rate of the last step. */
  public double rate() {
    return schedule.rate(state.step());
  }

  /** Size of the last step's pictures. */
  public Size size() {
    return settings.size(Math.max(0, state.step() - 1));
  }

  /** Takes one step. */
  public LossParts advance() throws InterruptedException {
    return learning.step(batches.next(), schedule.rate(state.step() + 1));
  }

  /** The network with its averaged weights. */
  public Checkpoint network(Map<String, String> about) {
    Weights weights = state.averaged();
    begun.anchors().putInto(weights);
    return new Checkpoint(
        begun.architecture(), begun.names(), settings.sizes().last(), weights, about);
  }

  /**
   * Writes all that is needed to go on, in one go.
   *
   * @param about further entries of the checkpoint
   */
  public void keep(Path folder, Map<String, String> about) {
    Map<String, String> texts = new LinkedHashMap<>(about);
    texts.put(STEP, Long.toString(state.step()));
    texts.put(FAILED, Integer.toString(state.failed()));
    try {
      texts.put(SETTINGS, JSON.writeValueAsString(settings));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    Checkpoint network = network(texts);
    state.keep(network.weights());
    network.write(folder.resolve(LAST));
  }

  @Override
  public void close() {
    batches.close();
    learning.close();
  }
}
