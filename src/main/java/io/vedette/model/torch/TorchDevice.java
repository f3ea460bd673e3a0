package io.vedette.model.torch;

import static org.bytedeco.pytorch.global.torch.cuda_is_available;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The device on which PyTorch computes. Thread-safe. */
public final class TorchDevice {
  private TorchDevice() {}

  /** A GPU where PyTorch was built for one and there is one, else the CPU. */
  public static Device best() {
    return new Device(isGpu() ? "cuda" : "cpu");
  }

  /** Whether the best device is a GPU. */
  public static boolean isGpu() {
    return cuda_is_available();
  }

  /** A float32 vector on the best device with its own copy of some numbers. */
  public static Tensor vector(float[] values) {
    return Tensors.of(values, values.length).to(best(), ScalarType.Float);
  }
}
