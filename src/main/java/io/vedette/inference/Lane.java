package io.vedette.inference;

/**
 * One device that runs one model. Confined to one thread at a time; caller closes, after its
 * batches.
 */
public interface Lane extends AutoCloseable {
  /** The device that it really runs on, after any fall-back. */
  InferenceSettings.Device device();

  /** The most pictures in one batch. */
  int batch();

  /**
   * Memory for one batch, to be filled while another one is inferred; every lane of the same model,
   * settings and device can run it. Caller closes.
   */
  Batch newBatch();

  /**
   * Runs the model on a batch's first pictures; the batch then has their results.
   *
   * @throws OutOfMemory when the device has no room for so many; fewer may fit
   * @throws io.vedette.runtime.Failure of action SKIP when the run failed
   */
  void infer(Batch batch, int pictures);

  @Override
  void close();

  /**
   * Opens the model on the device of the settings, or on the next best one, with a warning that
   * says why.
   *
   * @throws io.vedette.runtime.Failure of action STOP when it runs on none
   */
  static Lane open(OnnxModel model, InferenceSettings settings) {
    return settings.device() == InferenceSettings.Device.SIMULATED
        ? new SimulatedLane(model, settings)
        : OrtLane.open(model, settings);
  }

  /**
   * Opens the model on the CPU, to compare the two ways of reading its results.
   *
   * @param isSelected whether the graph chooses the best boxes, as on GPUs; else all are read in
   *     Java, as otherwise on CPUs
   * @throws io.vedette.runtime.Failure of action STOP when it does not run
   */
  static Lane onCpu(OnnxModel model, InferenceSettings settings, boolean isSelected) {
    return OrtLane.onCpu(model, settings, isSelected);
  }

  /** The device's memory is exhausted. */
  final class OutOfMemory extends io.vedette.runtime.Failure {
    private static final long serialVersionUID = 1L;

    OutOfMemory(String message, Throwable cause) {
      super(Action.SKIP, message, cause);
    }
  }
}
