package io.vedette.model.torch;

import io.vedette.model.layer.Weights;
import io.vedette.runtime.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.named_buffer_iterator;
import org.bytedeco.pytorch.named_buffer_list;
import org.bytedeco.pytorch.named_parameter_iterator;
import org.bytedeco.pytorch.named_parameter_list;

/** Weights out of a TorchScript file: a network trained elsewhere. */
public final class TorchScript {
  private TorchScript() {}

  /**
   * All parameters and buffers by name.
   *
   * @throws Failure of action STOP when the file is none
   */
  public static Weights read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Failure.stop("weights " + file + " do not exist; give a TorchScript file");
    }
    Weights weights = new Weights();
    try {
      NativeScope.run(() -> read(torch.load(file.toString()), weights));
      return weights;
    } catch (RuntimeException e) {
      throw Failure.stop("weights " + file + " are no TorchScript file: " + firstLine(e), e);
    }
  }

  private static void read(JitModule module, Weights weights) {
    named_parameter_list parameters = module.named_parameters(true);
    named_parameter_iterator parameter = parameters.begin();
    for (long i = 0; i < parameters.size(); i++, parameter.increment()) {
      put(weights, parameter.access().name().getString(), parameter.access().value());
    }
    named_buffer_list buffers = module.named_buffers(true);
    named_buffer_iterator buffer = buffers.begin();
    for (long i = 0; i < buffers.size(); i++, buffer.increment()) {
      put(weights, buffer.access().name().getString(), buffer.access().value());
    }
  }

  private static void put(Weights weights, String name, Tensor tensor) {
    int[] shape = Arrays.stream(tensor.shape()).mapToInt(Math::toIntExact).toArray();
    weights.put(name, shape, Tensors.floats(tensor));
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }
}
