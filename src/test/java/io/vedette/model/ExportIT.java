package io.vedette.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.vedette.SharedMaterial;
import io.vedette.geometry.Size;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.DataSetReader;
import io.vedette.model.export.Calibrator;
import io.vedette.model.export.ExportSettings;
import io.vedette.model.export.ExportSettings.Input;
import io.vedette.model.export.ExportSettings.Numbers;
import io.vedette.model.export.OnnxExporter;
import io.vedette.model.layer.Range;
import io.vedette.model.layer.Weights;
import io.vedette.model.torch.NativeScope;
import io.vedette.model.torch.TensorMap;
import io.vedette.model.torch.Tensors;
import io.vedette.model.torch.TorchDecoder;
import io.vedette.model.torch.TorchOperators;
import io.vedette.model.torch.TorchOperators.Mode;
import io.vedette.model.torch.TorchScript;
import io.vedette.model.weights.Checkpoint;
import io.vedette.model.weights.FoldedNetwork;
import io.vedette.model.weights.OnnxWeights;
import io.vedette.onnx.OnnxFields;
import io.vedette.onnx.Proto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The exported ONNX by ONNX Runtime against the network on PyTorch. */
class ExportIT {
  private static final double TOLERANCE = 1e-4;

  @Test
  void shouldGiveTheReferencesOutput() throws IOException, OrtException {
    Checkpoint golden = golden();
    float[] input = Npy.read(SharedMaterial.file("golden/m0_6-n/input.npy"));

    float[] output = run(export(golden, Input.FLOATS, Numbers.FP32, 0), input, 2, 256, 320);

    assertThat(Npy.relativeError(output, Npy.read(SharedMaterial.file("golden/m0_6-n/output.npy"))))
        .isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({"1,64,64", "3,96,160", "1,320,320", "2,352,224"})
  void shouldTakeAnyBatchAndSize(int batch, int height, int width) throws OrtException {
    Checkpoint network = Untrained.network("repvit_m0_6-yolov5n", 3, 5);
    float[] input = noise(batch * 3 * height * width);

    float[] output =
        run(export(network, Input.FLOATS, Numbers.FP32, 0), input, batch, height, width);

    assertThat(Npy.relativeError(output, onTorch(network, input, batch, height, width)))
        .isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({"yolov5n,1", "yolov5s,3", "repvit_m0_9-yolov5s,80", "repvit_m1_5-yolov5m,2"})
  void shouldExportEveryKindOfNetwork(String architecture, int classes) throws OrtException {
    Checkpoint network = Untrained.network(architecture, classes, 7);
    float[] input = noise(3 * 64 * 64);

    float[] output = run(export(network, Input.FLOATS, Numbers.FP32, 64), input, 1, 64, 64);

    assertThat(Npy.relativeError(output, onTorch(network, input, 1, 64, 64))).isLessThan(TOLERANCE);
  }

  /** The cells' places are constants in the file, by its width and height. */
  @ParameterizedTest
  @CsvSource({"416x256, FP32, 1e-4", "96x160, FP32, 1e-4", "160x96, FP16, 0.02"})
  void shouldExportRectangles(Size size, Numbers numbers, double tolerance) throws OrtException {
    Checkpoint network = Untrained.network("repvit_m0_6-yolov5n", 3, 5);
    float[] input = noise(2 * 3 * size.height() * size.width());

    byte[] onnx = export(network, Input.FLOATS, numbers, size);
    float[] output = run(onnx, input, 2, size.height(), size.width());

    assertThat(Npy.relativeError(output, onTorch(network, input, 2, size.height(), size.width())))
        .isLessThan(tolerance);
  }

  /** Ranges are those of letterboxed pictures of that shape. */
  @Test
  void shouldExportRectanglesInIntegers(@TempDir Path folder) throws IOException, OrtException {
    Checkpoint network = Untrained.network("repvit_m0_6-yolov5n", 3, 5);
    Size size = new Size(160, 96);
    byte[] onnx;
    try (DataSet data = DataSetReader.read(Drawn.folder(folder, 8, 0, 3), 160)) {
      List<Range> ranges = Calibrator.ranges(network.folded(), data, size);
      ExportSettings settings = new ExportSettings(Input.BYTES, Numbers.INT8, size, 0);
      onnx = OnnxExporter.quantised(network.folded(), settings, ranges);
    }
    byte[] pixels = new byte[160 * 96 * 3];
    System.arraycopy(drawn(96), 0, pixels, 0, 96 * 96 * 3);

    float[] output = run(onnx, pixels, 1, 96, 160);
    float[] exact = run(export(network, Input.BYTES, Numbers.FP32, size), pixels, 1, 96, 160);

    assertThat(meanDifference(output, exact, 8, 0, 4)).isLessThan(2); // pixels
    assertThat(meanDifference(output, exact, 8, 4, 8)).isLessThan(0.03); // scores
    FoldedNetwork read = OnnxWeights.read(Files.write(folder.resolve("x.onnx"), onnx));
    assertThat(read.size()).isEqualTo(size);
  }

  @Test
  void shouldTakeBytesAndNormaliseThemInside() throws OrtException {
    Checkpoint network = Untrained.network("repvit_m0_6-yolov5n", 3, 5);
    byte[] pixels = new byte[2 * 64 * 96 * 3];
    new SplittableRandom(3).nextBytes(pixels);
    byte[] onnx = export(network, Input.BYTES, Numbers.FP32, 0);

    float[] output = run(onnx, pixels, 2, 64, 96);

    assertThat(Npy.relativeError(output, onTorch(network, planes(pixels, 2, 64, 96), 2, 64, 96)))
        .isLessThan(TOLERANCE);
  }

  @Test
  void shouldBeNearInHalfPrecision() throws OrtException {
    Checkpoint network = Untrained.network("repvit_m0_6-yolov5n", 3, 5);
    float[] input = noise(3 * 64 * 64);

    byte[] onnx = export(network, Input.FLOATS, Numbers.FP16, 64);
    float[] output = run(onnx, input, 1, 64, 64);

    assertThat(onnx.length).isLessThan(7_000_000);
    assertThat(Npy.relativeError(output, onTorch(network, input, 1, 64, 64))).isLessThan(0.02);
  }

  @ParameterizedTest
  @EnumSource(names = {"INT8", "INT8_SIGNED"})
  void shouldBeNearInIntegers(Numbers numbers, @TempDir Path folder)
      throws IOException, OrtException {
    Checkpoint network = Untrained.network("repvit_m0_6-yolov5n", 3, 5);
    byte[] onnx;
    try (DataSet data = DataSetReader.read(Drawn.folder(folder, 8, 0, 3), 96)) {
      List<Range> ranges = Calibrator.ranges(network.folded(), data, Size.square(96));
      ExportSettings settings = new ExportSettings(Input.BYTES, numbers, Size.square(96), 0);
      onnx = OnnxExporter.quantised(network.folded(), settings, ranges);
    }
    byte[] pixels = drawn(96);

    float[] output = run(onnx, pixels, 1, 96, 96);
    float[] exact = run(export(network, Input.BYTES, Numbers.FP32, 96), pixels, 1, 96, 96);

    assertThat(onnx.length).isLessThan(4_000_000);
    assertThat(meanDifference(output, exact, 8, 0, 4)).isLessThan(2); // pixels
    assertThat(meanDifference(output, exact, 8, 4, 8)).isLessThan(0.03); // scores
  }

  /**
   * The facts by which an exported model can be described, exported otherwise, or trained further.
   */
  @ParameterizedTest
  @CsvSource({"FP16, 1e-3", "INT8, 0.02", "INT8_SIGNED, 0.02"})
  void shouldReadBackWhatItWrote(Numbers numbers, double tolerance, @TempDir Path folder)
      throws IOException {
    Checkpoint network = Untrained.network("repvit_m0_6-yolov5n", 3, 5);
    ExportSettings settings = new ExportSettings(Input.BYTES, numbers, Size.square(96), 0);
    byte[] onnx;
    try (DataSet data = DataSetReader.read(Drawn.folder(folder.resolve("data"), 2, 0, 1), 96)) {
      onnx =
          numbers.isInteger()
              ? OnnxExporter.quantised(
                  network.folded(),
                  settings,
                  Calibrator.ranges(network.folded(), data, Size.square(96)))
              : OnnxExporter.export(network.folded(), settings);
    }

    FoldedNetwork read = OnnxWeights.read(Files.write(folder.resolve("x.onnx"), onnx));

    assertThat(read.architecture()).isEqualTo(network.architecture());
    for (String name : network.folded().weights().names()) {
      assertThat(
              Npy.relativeError(
                  read.weights().values(name), network.folded().weights().values(name)))
          .as(name)
          .isLessThan(tolerance);
    }
  }

  /** A kernel of zeros has no levels of its own that its bias could be counted in. */
  @Test
  void shouldKeepTheBiasesOfChannelsThatSeeNothing(@TempDir Path folder) throws IOException {
    Checkpoint network = Untrained.network("yolov5n", 3, 5);
    network.weights().values("sppf.cv1.bn.weight")[0] = 0;
    network.weights().values("sppf.cv1.bn.bias")[0] = -3;
    network.weights().values("sppf.cv1.bn.weight")[1] = 1e-12f;
    network.weights().values("sppf.cv1.bn.bias")[1] = 5;
    byte[] onnx;
    try (DataSet data = DataSetReader.read(Drawn.folder(folder.resolve("data"), 2, 0, 1), 96)) {
      ExportSettings settings = new ExportSettings(Input.BYTES, Numbers.INT8, Size.square(96), 0);
      List<Range> ranges = Calibrator.ranges(network.folded(), data, Size.square(96));
      onnx = OnnxExporter.quantised(network.folded(), settings, ranges);
    }

    FoldedNetwork read = OnnxWeights.read(Files.write(folder.resolve("x.onnx"), onnx));

    assertThat(read.weights().values("sppf.cv1.bias")[0]).isCloseTo(-3, within(1e-4f));
    assertThat(read.weights().values("sppf.cv1.bias")[1]).isCloseTo(5, within(1e-4f));
  }

  /**
   * Three in the decoder, which turns channels into columns, and one where bytes come in; none
   * beside a convolution.
   */
  @ParameterizedTest
  @CsvSource({"FLOATS, FP32, 3", "FLOATS, FP16, 3", "BYTES, FP32, 4", "BYTES, FP16, 4"})
  void shouldLeaveNoTransposesAroundConvolutions(
      Input input, Numbers numbers, int transposes, @TempDir Path folder)
      throws IOException, OrtException {
    Checkpoint network = Untrained.network("repvit_m0_6-yolov5n", 3, 5);
    Path optimised = folder.resolve("optimised.onnx");

    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizedModelFilePath(optimised.toString());
      OrtEnvironment.getEnvironment()
          .createSession(export(network, input, numbers, 320), options)
          .close();
    }

    List<String> operators =
        Proto.read(ByteBuffer.wrap(Files.readAllBytes(optimised)))
            .message(OnnxFields.MODEL_GRAPH)
            .messages(OnnxFields.GRAPH_NODE)
            .map(node -> node.text(OnnxFields.NODE_OPERATOR))
            .toList();
    assertThat(operators).filteredOn("Transpose"::equals).hasSize(transposes);
    assertThat(operators).filteredOn("Conv"::equals).hasSize(99);
    assertThat(operators).filteredOn("Gelu"::equals).hasSize(18);
    assertThat(operators).doesNotContain("Erf");
  }

  private static byte[] drawn(int side) {
    byte[] pixels = new byte[side * side * 3];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % side;
      int y = i / 3 / side;
      pixels[i] = (byte) (x > 20 && x < 50 && y > 30 && y < 70 && i % 3 == 0 ? 250 : 114);
    }
    return pixels;
  }

  private static double meanDifference(float[] a, float[] b, int columns, int from, int to) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      if (i % columns >= from && i % columns < to) {
        sum += Math.abs(a[i] - b[i]);
        count++;
      }
    }
    return sum / count;
  }

  private static Checkpoint golden() {
    Weights weights =
        TorchScript.read(SharedMaterial.file("golden/m0_6-n/model.torchscript.pt")).weights();
    List<String> names = IntStream.range(0, 80).mapToObj(i -> "class" + i).toList();
    return new Checkpoint(
        Architecture.parse("repvit_m0_6-yolov5n"), names, Size.square(640), weights, Map.of());
  }

  private static byte[] export(Checkpoint network, Input input, Numbers numbers, int side) {
    return export(network, input, numbers, side == 0 ? null : Size.square(side));
  }

  private static byte[] export(
      Checkpoint network, Input input, Numbers numbers, @Nullable Size size) {
    return OnnxExporter.export(network.folded(), new ExportSettings(input, numbers, size, 0));
  }

  private static float[] run(byte[] onnx, float[] input, int batch, int height, int width)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = {batch, 3, height, width};
    try (OnnxTensor pictures =
        OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), shape)) {
      return run(onnx, pictures);
    }
  }

  private static float[] run(byte[] onnx, byte[] pixels, int batch, int height, int width)
      throws OrtException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
    long[] shape = {batch, height, width, 3};
    try (OnnxTensor pictures =
        OnnxTensor.createTensor(
            OrtEnvironment.getEnvironment(), bytes, shape, ai.onnxruntime.OnnxJavaType.UINT8)) {
      return run(onnx, pictures);
    }
  }

  private static float[] run(byte[] onnx, OnnxTensor pictures) throws OrtException {
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(onnx);
        OrtSession.Result result = session.run(Map.of("images", pictures))) {
      FloatBuffer buffer = ((OnnxTensor) result.get("output0").orElseThrow()).getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return values;
    }
  }

  private static float[] onTorch(
      Checkpoint network, float[] input, int batch, int height, int width) {
    float[][] output = new float[1][];
    NativeScope.withoutGradients(
        () -> {
          TorchOperators operators =
              new TorchOperators(TensorMap.of(network.weights()), Mode.EVALUATE);
          Tensor pictures = Tensors.of(input, batch, 3, height, width);
          output[0] =
              Tensors.floats(
                  TorchDecoder.decode(
                      network
                          .architecture()
                          .detector(network.names().size())
                          .apply(pictures, operators),
                      network.anchors()));
        });
    return output[0];
  }

  private static float[] planes(byte[] pixels, int batch, int height, int width) {
    float[] planes = new float[pixels.length];
    int area = height * width;
    for (int i = 0; i < pixels.length; i++) {
      int pixel = i / 3 % area;
      planes[(i / 3 / area * 3 + i % 3) * area + pixel] = (pixels[i] & 0xFF) / 255f;
    }
    return planes;
  }

  private static float[] noise(int size) {
    SplittableRandom random = new SplittableRandom(size);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }
}
