package io.vedette.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.SharedMaterial;
import io.vedette.config.Settings;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.OnnxModel;
import io.vedette.model.accuracy.Evaluation;
import io.vedette.model.data.DataMix;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.DataSetReader;
import io.vedette.model.data.DataSource;
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
  void shouldFindAsMuchAsTheCardSaysAlsoInIntegers() {
    DataSource source =
        new DataSource(
            "cctv5",
            SharedMaterial.file("dataset/cctv5.zip"),
            SharedMaterial.file("dataset/cctv5-labels.zip"),
            1,
            true);

    try (DataSet data =
        DataSetReader.read(new DataMix(List.of(source), List.of(), Map.of()), 640)) {
      double whole = map50("", data);

      assertThat(whole).isGreaterThan(0.42);
      assertThat(map50("int8", data)).isGreaterThan(0.97 * whole);
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
