package io.vedette.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.geometry.Size;
import io.vedette.model.export.ExportSettings;
import io.vedette.model.export.ExportSettings.Input;
import io.vedette.model.export.ExportSettings.Numbers;
import io.vedette.model.export.OnnxExporter;
import io.vedette.model.layer.Range;
import io.vedette.model.weights.FoldedNetwork;
import io.vedette.model.weights.OnnxWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an exported file tells of itself. */
class PublishedFileTest {
  private static final Size TRAINED = Size.square(64);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "FP32, 64, true",
    "FP32, 96, false",
    "FP32, 64x32, false",
    "FP32, , false",
    "FP16, 64, false",
    "INT8, 64, false"
  })
  void shouldTellTheAccuracyOnlyOfWhatWasMeasured(
      Numbers numbers, @Nullable Size size, boolean isTold) throws IOException {
    FoldedNetwork network =
        network(Map.of("data", "ab12", "pictures", "490000", "map50", "0.4526", "map", "0.2265"));

    Map<String, String> reported =
        reported(network, new ExportSettings(Input.BYTES, numbers, size, 0));

    assertThat(reported).containsEntry("vedette.data", "ab12");
    assertThat(reported).containsEntry("vedette.pictures", "490000");
    assertThat(reported.containsKey("vedette.map50")).isEqualTo(isTold);
    assertThat(reported.containsKey("vedette.map")).isEqualTo(isTold);
  }

  @Test
  void shouldTellNoAccuracyOfOtherAnchors() throws IOException {
    FoldedNetwork network = network(Map.of("data", "ab12", "map50", "0.4526", "map", "0.2265"));

    Map<String, String> reported =
        reported(network.with(network.anchors().scaled(2)), ExportSettings.plain(TRAINED));

    assertThat(reported).containsEntry("vedette.data", "ab12");
    assertThat(reported).doesNotContainKeys("vedette.map50", "vedette.map");
  }

  /** The files that ship are a mean of two networks, on which nothing was measured in training. */
  @ParameterizedTest
  @ValueSource(strings = {"", "-int8"})
  void shouldBelieveAnAccuracyOnlyOfWhatWasMeasured(String kind) {
    Path models = Path.of("src/main/resources/models");
    Path file = models.resolve("repvit_m0_6-yolov5n-384x256" + kind + ".onnx");

    assertThat(OnnxWeights.read(file).about()).containsKey("data").doesNotContainKey("map50");
  }

  @Test
  void shouldTellNothingOfTheMachineItWasTrainedOn() throws IOException {
    FoldedNetwork last =
        network(
            Map.of(
                "data.path",
                "/home/me/set",
                "data.digest",
                "ab12",
                "settings",
                "{}",
                "step",
                "8",
                "sum.best",
                "0.5",
                "teacher.path",
                "/home/me/big.onnx",
                "between",
                "4"));

    assertThat(reported(last, ExportSettings.plain(TRAINED)))
        .containsOnlyKeys(
            "stride",
            "names",
            "vedette.architecture",
            "vedette.classes",
            "vedette.anchors",
            "vedette.numbers",
            "vedette.data")
        .containsEntry("vedette.data", "ab12");
  }

  @ParameterizedTest
  @CsvSource({
    "FLOATS, 128, 64",
    "BYTES, 128, 64",
    "BYTES, 1, 96",
    "FLOATS, 0, 96",
    "FLOATS, 3, 96x32",
    "BYTES, 3, 416x256"
  })
  void shouldKnowItsSizeWhateverItsBatch(Input input, int batch, Size size) throws IOException {
    FoldedNetwork network = network(Map.of());

    OnnxWeights onnx = written(network, new ExportSettings(input, Numbers.FP32, size, batch));

    assertThat(onnx.network().orElseThrow().size()).isEqualTo(size);
  }

  private static FoldedNetwork network(Map<String, String> about) {
    return Untrained.network("yolov5n", 2, 1).with(about).folded();
  }

  private Map<String, String> reported(FoldedNetwork network, ExportSettings settings)
      throws IOException {
    return written(network, settings).header().metadata();
  }

  private OnnxWeights written(FoldedNetwork network, ExportSettings settings) throws IOException {
    byte[] onnx =
        settings.numbers().isInteger()
            ? OnnxExporter.quantised(network, settings, Collections.nCopies(1000, new Range(-1, 1)))
            : OnnxExporter.export(network, settings);
    return OnnxWeights.in(Files.write(folder.resolve("x.onnx"), onnx));
  }
}
