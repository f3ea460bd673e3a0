package io.vedette.inference;

import io.vedette.config.Setting;
import io.vedette.geometry.Size;
import io.vedette.inference.family.Families;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of inference: the model and the device. Immutable. */
public record InferenceSettings(
    @Setting(
            value = "",
            doc =
                "ONNX file; when empty, the model that ships with the program, and int8 is its"
                    + " integer version, which is faster on CPUs with VNNI.")
        @Nullable String model,
    @Setting(
            value = "cpu",
            doc =
                "cpu, cuda or tensorrt; a missing device falls back to the next. simulated computes nothing.")
        Device device,
    @Setting(value = "0", doc = "Number of the GPU.") int gpu,
    @Setting(value = "0", doc = "Threads of the CPU lane; 0 takes all cores.") int threads,
    @Setting(value = "8", doc = "Largest number of pictures inferred in one run.") int batch,
    @Setting(
            value = "",
            doc =
                "Input size for models that take any size: a side, or width and height as"
                    + " 416x256; when empty, that in the model's metadata, else 640.")
        @Nullable Size size,
    @Setting(value = "", doc = "Folder where TensorRT keeps its engines; none is kept when empty.")
        @Nullable String engineCache,
    @Setting(value = "10ms", doc = "Time per run of the simulated device.") Duration simulatedTime,
    @Setting(
            value = "",
            doc = "Family of the model, such as yolov8 or rt-detr; recognised when empty.")
        @Nullable String family,
    @Setting(
            value = "",
            doc =
                "Names of the model's classes, or a file of them; when empty, those in the"
                    + " model's metadata, else COCO's if it has as many classes.")
        List<String> names) {
  private static final int LARGEST_BATCH = 256;
  private static final int SMALLEST_SIZE = 32;
  private static final int LARGEST_SIZE = 4096;

  /** The device that a model runs on. */
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
    family = family == null || family.isBlank() ? null : family;
    names = List.copyOf(names);
    within("batch", batch, 1, LARGEST_BATCH);
    if (size != null) {
      within("size", size.width(), SMALLEST_SIZE, LARGEST_SIZE);
      within("size", size.height(), SMALLEST_SIZE, LARGEST_SIZE);
    }
    if (family != null) {
      requireKnown(family);
    }
    within("threads", threads, 0, 1024);
    within("gpu", gpu, 0, 1024);
  }

  /** A model that is recognised and names its classes. */
  public InferenceSettings(
      @Nullable String model,
      Device device,
      int gpu,
      int threads,
      int batch,
      @Nullable Size size,
      @Nullable String engineCache,
      Duration simulatedTime) {
    this(model, device, gpu, threads, batch, size, engineCache, simulatedTime, null, List.of());
  }

  /** All cores, and the size that the model was made for. */
  public static InferenceSettings cpu() {
    return new InferenceSettings(null, Device.CPU, 0, 0, 8, null, null, Duration.ofMillis(10));
  }

  /**
   * An accelerator that takes a fixed time and sees nothing.
   *
   * @param time the time of each run
   */
  public static InferenceSettings simulated(Duration time) {
    return new InferenceSettings(null, Device.SIMULATED, 0, 0, 8, null, null, time);
  }

  /** The settings with another number of threads. */
  public InferenceSettings withThreads(int other) {
    return new InferenceSettings(
        model, device, gpu, other, batch, size, engineCache, simulatedTime, family, names);
  }

  /** The settings with another model's file; null for the one that ships with the program. */
  public InferenceSettings withModel(@Nullable String other) {
    return new InferenceSettings(
        other, device, gpu, threads, batch, size, engineCache, simulatedTime, family, names);
  }

  /** The settings with another size for models that take any. */
  public InferenceSettings withSize(@Nullable Size other) {
    return new InferenceSettings(
        model, device, gpu, threads, batch, other, engineCache, simulatedTime, family, names);
  }

  /**
   * The settings with another family and other names of classes.
   *
   * @param otherFamily null for a family to be recognised
   * @param otherNames none for the model's own names
   */
  public InferenceSettings understood(@Nullable String otherFamily, List<String> otherNames) {
    return new InferenceSettings(
        model,
        device,
        gpu,
        threads,
        batch,
        size,
        engineCache,
        simulatedTime,
        otherFamily,
        otherNames);
  }

  private static void requireKnown(String family) {
    try {
      Families.named(family);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("family: " + e.getMessage(), e);
    }
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: expected %d–%d, found %d".formatted(key, least, most, value));
    }
  }
}
