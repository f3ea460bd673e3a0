package io.vedette.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.SharedMaterial;
import io.vedette.config.Settings;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.OnnxModel;
import io.vedette.model.accuracy.Evaluation;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.DataSetReader;
import io.vedette.model.data.LabelledPicture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The weights that the program ships. */
class ShippedModelIT {
  private static final int PART = 5;

  @ParameterizedTest
  @ValueSource(strings = {OnnxModel.SHIPPED, OnnxModel.SHIPPED_INT8})
  void shouldBeTheFilesOfTheModelCard(String file) throws IOException, NoSuchAlgorithmException {
    String card = Files.readString(Path.of("docs", "model-card.md"));

    try (InputStream shipped = OnnxModel.class.getResourceAsStream("/models/" + file)) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(shipped.readAllBytes());

      assertThat(card).contains("`" + file + "`").contains(HexFormat.of().formatHex(digest));
    }
  }

  /** On a fifth of the validation pictures. */
  @Test
  void shouldFindMuchMoreThanTheFirstWeightsDid() {
    Path first = SharedMaterial.file("models/bootstrap/repvit_m0_6-yolov5n-cctv5-320.onnx");

    try (DataSet data = DataSetReader.read(SharedMaterial.file("dataset/cctv5.zip"), 640)) {
      double before = map50(first.toString(), data);
      double now = map50("", data);

      assertThat(now).isGreaterThan(1.7 * before);
      assertThat(map50("int8", data)).isGreaterThan(0.97 * now);
    }
  }

  private static double map50(String model, DataSet data) {
    List<LabelledPicture> some =
        IntStream.range(0, data.val().size() / PART)
            .mapToObj(i -> data.val().get(i * PART))
            .toList();
    InferenceSettings settings =
        new Settings(Map.of()).assignments(List.of("model=" + model)).bind(InferenceSettings.class);
    OnnxModel loaded = OnnxModel.load(settings);
    try (Evaluation evaluation = new Evaluation(loaded, settings, Evaluation.EVERY_BOX)) {
      return evaluation.measure(data.names(), some, data::jpeg).map50();
    }
  }
}
