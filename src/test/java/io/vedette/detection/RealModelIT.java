package io.vedette.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.SharedMaterial;
import io.vedette.config.Settings;
import io.vedette.geometry.Letterbox;
import io.vedette.inference.Batch;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.picture.JpegDecoder;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real models on real pictures. */
class RealModelIT {
  @Test
  void shouldFindTheBusAndItsPassengers() throws IOException {
    Path model = SharedMaterial.file("models/yolov5n-coco.onnx");
    Path picture = SharedMaterial.file("media/bus.jpg");

    List<List<DetectedBox>> found =
        detect(settings("model=" + model), Files.readAllBytes(picture), 1);

    assertThat(found.get(0)).filteredOn(box -> box.label().equals("bus")).hasSize(1);
    assertThat(found.get(0))
        .filteredOn(box -> box.label().equals("person"))
        .hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void shouldFindTheSameInEverySlot() throws IOException {
    Path picture = SharedMaterial.file("media/bus.jpg");

    List<List<DetectedBox>> found = detect(settings(), Files.readAllBytes(picture), 3);

    assertThat(found.get(0)).isNotEmpty();
    assertThat(found.get(1)).isEqualTo(found.get(0));
    assertThat(found.get(2)).isEqualTo(found.get(0));
  }

  @Test
  void shouldTakeTheReferenceExportersDynamicModel() {
    Path model = SharedMaterial.file("golden/m0_6-n/fused.onnx");
    InferenceSettings settings = settings("model=" + model, "size=320");

    try (Lane lane = Lane.open(OnnxModel.load(settings), settings)) {
      assertThat(lane.rows()).isEqualTo(6300);
      assertThat(lane.columns()).isEqualTo(85);
    }
  }

  @Test
  void shouldFallBackFromDevicesThatAreMissing() {
    InferenceSettings settings = settings("device=tensorrt");

    try (Lane lane = Lane.open(OnnxModel.load(settings), settings)) {
      assertThat(lane.device())
          .isIn(
              InferenceSettings.Device.CPU,
              InferenceSettings.Device.CUDA,
              InferenceSettings.Device.TENSORRT);
    }
  }

  @Test
  void shouldRefuseWhatIsNoModelInOneLine(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("a.onnx"), "not a model at all");
    Path missing = folder.resolve("b.onnx");

    assertThatThrownBy(() -> OnnxModel.load(settings("model=" + text)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("model a is no ONNX file");
    assertThatThrownBy(() -> OnnxModel.load(settings("model=" + missing)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("does not exist");
  }

  private static InferenceSettings settings(String... assignments) {
    return new Settings(Map.of()).assignments(List.of(assignments)).bind(InferenceSettings.class);
  }

  private static List<List<DetectedBox>> detect(
      InferenceSettings settings, byte[] jpeg, int slots) {
    OnnxModel model = OnnxModel.load(settings);
    DetectionSettings detection = new DetectionSettings(0.25, 0.45, List.of(), 300);
    try (Lane lane = Lane.open(model, settings);
        Batch batch = lane.newBatch();
        JpegDecoder decoder = new JpegDecoder();
        PictureScaler scaler = new PictureScaler();
        Picture picture = decoder.decode(jpeg)) {
      Letterbox letterbox = Letterbox.fit(picture.size(), model.size());
      for (int slot = 0; slot < slots; slot++) {
        scaler.letterbox(picture, letterbox, batch.slot(slot));
      }
      YoloV5Decoder boxes =
          new YoloV5Decoder(new Labels(model.names(), lane.columns() - 5), detection);
      return java.util.stream.IntStream.range(0, slots)
          .peek(slot -> lane.infer(batch, slots))
          .mapToObj(slot -> boxes.decode(batch.results(), slot, lane.rows(), letterbox))
          .toList();
    }
  }
}
