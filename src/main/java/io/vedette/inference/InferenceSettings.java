package io.vedette.inference;

import io.vedette.config.Setting;
import io.vedette.geometry.Size;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Which model runs, and on what. Immutable. */
public record InferenceSettings(
    @Setting(
            value = "",
            doc =
                "ONNX file; when empty the one that ships with the program, and int8 that in"
                    + " integers, which is faster on CPUs with VNNI.")
        @Nullable String model,
    @Setting(
            value = "cpu",
            doc = "cpu, cuda, tensorrt; what is missing falls back. simulated computes nothing.")
        Device device,
    @Setting(value = "0", doc = "Number of the GPU.") int gpu,
    @Setting(value = "0", doc = "Threads of the CPU lane; 0 takes all cores.") int threads,
    @Setting(value = "8", doc = "Most pictures inferred in one run.") int batch,
    @Setting(
            value = "640",
            doc =
                "Input size for models that take any size: a side, or width and height as 416x256.")
        Size size,
    @Setting(value = "", doc = "Folder where TensorRT keeps its engines; none is kept when empty.")
        @Nullable String engineCache,
    @Setting(value = "10ms", doc = "Time per run of the simulated device.")
        Duration simulatedTime) {
  private static final int LARGEST_BATCH = 256;
  private static final int SMALLEST_SIZE = 32;
  private static final int LARGEST_SIZE = 4096;

  private static final Size USUAL_SIZE = Size.square(640);

  /** Where a model runs. */
  public enum Device {
    CPU,
    CUDA,
    TENSORRT,
    /** Takes a fixed time and sees nothing: for tests and planning. */
    SIMULATED;

    /** The word used in settings and records. */
    public String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public InferenceSettings {
    model = model == null || model.isBlank() ? null : model;
    within("batch", batch, 1, LARGEST_BATCH);
    within("size", size.width(), SMALLEST_SIZE, LARGEST_SIZE);
    within("size", size.height(), SMALLEST_SIZE, LARGEST_SIZE);
    within("threads", threads, 0, 1024);
    within("gpu", gpu, 0, 1024);
  }

  /** All cores, and the size that the model was made for. */
  public static InferenceSettings cpu() {
    return new InferenceSettings(
        null, Device.CPU, 0, 0, 8, USUAL_SIZE, null, Duration.ofMillis(10));
  }

  /**
   * An accelerator that takes a fixed time and sees nothing.
   *
   * @param time of each run
   */
  public static InferenceSettings simulated(Duration time) {
    return new InferenceSettings(null, Device.SIMULATED, 0, 0, 8, USUAL_SIZE, null, time);
  }

  /** The same with another number of threads. */
  public InferenceSettings withThreads(int other) {
    return new InferenceSettings(
        model, device, gpu, other, batch, size, engineCache, simulatedTime);
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: expected %d–%d, found %d".formatted(key, least, most, value));
    }
  }
}
