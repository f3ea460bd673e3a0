package io.vedette.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.SharedMaterial;
import io.vedette.geometry.Size;
import io.vedette.model.layer.Weights;
import io.vedette.model.torch.NativeScope;
import io.vedette.model.torch.TensorMap;
import io.vedette.model.torch.Tensors;
import io.vedette.model.torch.TorchDecoder;
import io.vedette.model.torch.TorchOperators;
import io.vedette.model.torch.TorchOperators.Mode;
import io.vedette.model.torch.TorchScript;
import io.vedette.model.yolo.Anchors;
import java.io.IOException;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** The same numbers as the reference implementation. */
class GoldenIT {
  private static final Architecture GOLDEN = Architecture.parse("repvit_m0_6-yolov5n");
  private static final int CLASSES = 80;
  private static final double TOLERANCE = 1e-4;

  @Test
  void shouldGiveTheReferencesOutputInTrainingForm() throws IOException {
    Weights weights =
        TorchScript.read(SharedMaterial.file("golden/m0_6-n/model.torchscript.pt")).weights();

    float[] output = run(weights, Anchors.of(weights), Mode.EVALUATE);

    assertThat(Npy.relativeError(output, expected())).isLessThan(TOLERANCE);
  }

  @Test
  void shouldGiveTheReferencesOutputReparameterised() throws IOException {
    Weights weights =
        TorchScript.read(SharedMaterial.file("golden/m0_6-n/model.torchscript.pt")).weights();
    Weights folded = GOLDEN.folded(CLASSES, Size.square(320)).fold(weights);

    float[] output = run(folded, Anchors.of(weights), Mode.FOLDED);

    assertThat(Npy.relativeError(output, expected())).isLessThan(TOLERANCE);
  }

  private static float[] expected() throws IOException {
    return Npy.read(SharedMaterial.file("golden/m0_6-n/output.npy"));
  }

  private static float[] run(Weights weights, Anchors anchors, Mode mode) throws IOException {
    float[] input = Npy.read(SharedMaterial.file("golden/m0_6-n/input.npy"));
    float[] output = new float[2 * 5040 * 85];
    NativeScope.withoutGradients(
        () -> {
          TorchOperators operators = new TorchOperators(TensorMap.of(weights), mode);
          Tensor pictures = Tensors.of(input, 2, 3, 256, 320);
          Tensor boxes =
              TorchDecoder.decode(GOLDEN.detector(CLASSES).apply(pictures, operators), anchors);
          System.arraycopy(Tensors.floats(boxes), 0, output, 0, output.length);
        });
    return output;
  }
}
