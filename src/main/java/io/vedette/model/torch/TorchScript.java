package io.vedette.model.torch;

import io.vedette.model.layer.BatchNorm;
import io.vedette.model.layer.Weights;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.named_buffer_iterator;
import org.bytedeco.pytorch.named_buffer_list;
import org.bytedeco.pytorch.named_parameter_iterator;
import org.bytedeco.pytorch.named_parameter_list;

/**
 * A network that was trained elsewhere, read from a TorchScript file. Immutable.
 *
 * @param weights all parameters and buffers by name
 * @param names the names of the classes by index; empty when the file does not say
 * @param size largest side of the pictures it was written for, in pixels; 0 when it does not say
 */
public record TorchScript(Weights weights, List<String> names, int size) {
  private static final String VARIANCE = ".running_var";

  /** Characters that are quoted of what PyTorch says, which may be a page. */
  private static final int MOST_QUOTED = 200;

  /**
   * Reads a file.
   *
   * @throws Failure of action STOP when it is none
   */
  public static TorchScript read(Path file) {
    if (!Files.isRegularFile(file)) {
      String found = Files.exists(file) ? "are no file" : "do not exist";
      throw Failure.stop(
          "weights " + file + " " + found + "; give a TorchScript, .safetensors or .onnx file");
    }
    Weights weights = new Weights();
    try {
      TorchScriptNotes notes = TorchScriptNotes.read(file);
      NativeScope.run(() -> read(load(file), weights));
      adapt(weights, notes.epsilon());
      return new TorchScript(weights, notes.names(), notes.size());
    } catch (Failure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw Failure.stop(
          "weights %s are no TorchScript file (%s); in Python torch.jit.trace(model, pictures).save"
                  .formatted(file, firstLine(e))
              + " writes one, and safetensors' save_file(model.state_dict()) will do",
          e);
    }
  }

  /** Puts into the variances what their normalisations add to them more than ours do. */
  private static void adapt(Weights weights, double epsilon) {
    float more = (float) (epsilon - BatchNorm.EPSILON);
    for (String name : weights.names()) {
      if (more != 0 && name.endsWith(VARIANCE)) {
        Weights.Array variance = weights.array(name);
        for (int i = 0; i < variance.values().length; i++) {
          variance.values()[i] += more;
        }
      }
    }
  }

  /** Onto the CPU, wherever it was written: a GPU that it was on need not be here. */
  private static JitModule load(Path file) {
    return torch.load(file.toString(), new DeviceOptional(new Device("cpu")), true);
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
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    return line.length() <= MOST_QUOTED ? line : line.substring(0, MOST_QUOTED) + "…";
  }
}
