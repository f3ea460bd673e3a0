package io.vedette.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.SharedMaterial;
import io.vedette.model.layer.Weights;
import io.vedette.model.torch.NativeScope;
import io.vedette.model.torch.TensorMap;
import io.vedette.model.torch.Tensors;
import io.vedette.model.torch.TorchDecoder;
import io.vedette.model.torch.TorchOperators;
import io.vedette.model.torch.TorchOperators.Mode;
import io.vedette.model.torch.TorchScript;
import io.vedette.model.yolo.Anchors;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks as other trainers leave them. */
class TorchScriptIT {
  private static final String EPSILON = "1.0000000000000001e-05";

  @TempDir private Path folder;

  /** Against PyTorch's own run of the file. */
  @Test
  void shouldTakeAnotherEpsilonIntoTheVariances() throws IOException {
    Path file = changed("golden.pt", EPSILON, "0.050000000000000003", Integer.MAX_VALUE);
    float[] input = Npy.read(SharedMaterial.file("golden/m0_6-n/input.npy"));
    TorchScript script = TorchScript.read(file);
    float[][] output = new float[2][];

    NativeScope.withoutGradients(
        () -> {
          Tensor pictures = Tensors.of(input, 2, 3, 256, 320);
          output[0] = Tensors.floats(boxes(script, pictures));
          IValue result =
              torch.load(file.toString()).forward(new IValueVector(new IValue(pictures)));
          output[1] = Tensors.floats(result.toTuple().elements().get(0).toTensor());
        });

    assertThat(Npy.relativeError(output[0], output[1])).isLessThan(1e-4);
    float[] usual = Npy.read(SharedMaterial.file("golden/m0_6-n/output.npy"));
    assertThat(Npy.relativeError(output[0], usual)).isGreaterThan(1e-3);
  }

  @Test
  void shouldReadNamesAndSizeWhereTheFileTellsThem() throws IOException {
    TorchScript script = TorchScript.read(changed("named.pt", "", "", 0));

    assertThat(script.names()).hasSize(80).startsWith("kind0", "kind1").endsWith("kind79");
    assertThat(script.size()).isEqualTo(320);
  }

  /** The tensors' place is a text in the file's table: its length, then its letters. */
  @Test
  void shouldReadWhatWasWrittenOnAGpu() throws IOException {
    Path golden = SharedMaterial.file("golden/m0_6-n/model.torchscript.pt");
    Path file = changed("cuda.pt", "\3\0\0\0cpu", "\6\0\0\0cuda:0", 1);

    TorchScript script = TorchScript.read(file);

    Weights expected = TorchScript.read(golden).weights();
    assertThat(script.weights().names()).isEqualTo(expected.names());
    for (String name : expected.names()) {
      assertThat(script.weights().values(name)).as(name).isEqualTo(expected.values(name));
    }
  }

  @Test
  void shouldQuoteNoMoreThanTheBeginningOfWhatPyTorchSays() throws IOException {
    Path file = changed("broken.pt", "\3\0\0\0cpu", "\0\2\0\0" + "c".repeat(512), 1);

    assertThatThrownBy(() -> TorchScript.read(file))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("broken.pt are no TorchScript file (")
        .hasMessageNotContaining("\n")
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(600));
  }

  @Test
  void shouldRefuseNormalisationsThatDiffer() throws IOException {
    Path file = changed("mixed.pt", EPSILON, "0.001", 3);

    assertThatThrownBy(() -> TorchScript.read(file))
        .isInstanceOf(Failure.class)
        .hasMessageEndingWith(
            "expected one epsilon in all batch normalisations, found [1.0E-5, 0.001]");
  }

  @Test
  void shouldSayHowToWriteOne() throws IOException {
    Path pickled = Files.writeString(folder.resolve("state.pt"), "state");

    assertThatThrownBy(() -> TorchScript.read(pickled))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("state.pt are no TorchScript file (")
        .hasMessageContaining("torch.jit.trace(model, pictures).save");
  }

  private static Tensor boxes(TorchScript script, Tensor pictures) {
    TorchOperators operators = new TorchOperators(TensorMap.of(script.weights()), Mode.EVALUATE);
    return TorchDecoder.decode(
        Architecture.parse("repvit_m0_6-yolov5n").detector(80).apply(pictures, operators),
        Anchors.of(script.weights()));
  }

  /** The reference's file with something else in its code, and with notes. */
  private Path changed(String name, String from, String to, int most) throws IOException {
    Path file = folder.resolve(name);
    int left = most;
    try (ZipFile golden =
            new ZipFile(SharedMaterial.file("golden/m0_6-n/model.torchscript.pt").toFile());
        OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry entry : golden.stream().toList()) {
        byte[] bytes = golden.getInputStream(entry).readAllBytes();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (left > 0 && isChangeable(entry) && text.contains(from)) {
          bytes = text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
          left--;
        }
        put(zip, entry.getName(), bytes);
      }
      String names =
          String.join(
              ",",
              IntStream.range(0, 80).mapToObj(i -> "\"%d\":\"kind%d\"".formatted(i, i)).toList());
      String notes = "{\"shape\": [1, 3, 256, 320], \"stride\": 32, \"names\": {" + names + "}}";
      put(zip, "model.torchscript/extra/config.txt", notes.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  /** Its code and its table of tensors. */
  private static boolean isChangeable(ZipEntry entry) {
    return entry.getName().endsWith(".py") || entry.getName().endsWith("/data.pkl");
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
