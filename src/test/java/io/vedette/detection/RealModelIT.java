package io.vedette.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.SharedMaterial;
import io.vedette.config.Settings;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.Letterbox;
import io.vedette.inference.Batch;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.onnx.ElementType;
import io.vedette.onnx.GraphBuilder;
import io.vedette.onnx.OnnxParts;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.jpeg.JpegDecoder;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real models on real pictures. */
class RealModelIT {
  @Test
  void shouldFindTheBusAndItsPassengers() throws IOException {
    Path model = SharedMaterial.file("models/yolov5n-coco.onnx");
    Path picture = SharedMaterial.file("media/bus.jpg");

    List<List<DetectedObject>> found =
        detect(settings("model=" + model), Files.readAllBytes(picture), 1);

    assertThat(found.get(0)).filteredOn(box -> box.label().equals("bus")).hasSize(1);
    assertThat(found.get(0))
        .filteredOn(box -> box.label().equals("person"))
        .hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void shouldFindTheSameInEverySlot() throws IOException {
    Path picture = SharedMaterial.file("media/bus.jpg");

    List<List<DetectedObject>> found = detect(settings(), Files.readAllBytes(picture), 3);

    assertThat(found.get(0)).isNotEmpty();
    assertThat(found.get(1)).isEqualTo(found.get(0));
    assertThat(found.get(2)).isEqualTo(found.get(0));
  }

  @Test
  void shouldTakeTheReferenceExportersDynamicModel() {
    Path model = SharedMaterial.file("golden/m0_6-n/fused.onnx");
    InferenceSettings settings = settings("model=" + model, "size=320");

    OnnxModel loaded = OnnxModel.load(settings);
    try (Lane lane = Lane.open(loaded, settings);
        Batch batch = lane.newBatch()) {
      lane.infer(batch, 1);

      assertThat(batch.points(0).count()).isEqualTo(6300);
      assertThat(loaded.reading().classes()).isEqualTo(80);
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

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a classifier; 1,3,224,224; 1,1000",
        "an image filter; 1,3,320,320; 1,3,320,320",
        "a recogniser of sounds; 1,16000; 1,16000"
      })
  void shouldRefuseWhatIsNoDetectorInOneLine(
      String what, String pictures, String results, @TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a.onnx"), constant(shape(pictures), shape(results)));
    InferenceSettings settings = settings("model=" + file);

    assertThatThrownBy(() -> Lane.open(OnnxModel.load(settings), settings).close())
        .as(what)
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("model a cannot be used: ")
        .hasMessageContaining("accepted: ");
  }

  private static int[] shape(String dimensions) {
    return Stream.of(dimensions.split(",")).mapToInt(Integer::parseInt).toArray();
  }

  /** A graph that gives zeros for whatever it is given. */
  private static byte[] constant(int[] in, int[] out) {
    GraphBuilder graph = new GraphBuilder();
    graph.input("in", ElementType.FLOAT, words(in));
    String zeros =
        graph.constant(
            OnnxParts.floats(
                "zeros", out, new float[IntStream.of(out).reduce(1, (a, b) -> a * b)]));
    String sum = graph.add("ReduceMax", List.of("in"), OnnxParts.integer("keepdims", 0));
    graph.addNamed("out", "Mul", List.of(zeros, sum));
    graph.output("out", ElementType.FLOAT, words(out));
    return graph.model("test", 17).toBytes();
  }

  private static List<String> words(int[] dimensions) {
    return IntStream.of(dimensions).mapToObj(Integer::toString).toList();
  }

  private static InferenceSettings settings(String... assignments) {
    return new Settings(Map.of()).assignments(List.of(assignments)).bind(InferenceSettings.class);
  }

  private static List<List<DetectedObject>> detect(
      InferenceSettings settings, byte[] jpeg, int slots) {
    OnnxModel model = OnnxModel.load(settings);
    DetectionSettings detection = DetectionSettings.plain(0.25, 0.45);
    try (Lane lane = Lane.open(model, settings);
        Batch batch = lane.newBatch();
        JpegDecoder decoder = new JpegDecoder();
        PictureScaler scaler = new PictureScaler();
        Picture picture = decoder.decode(jpeg)) {
      Detector detector = new Detector(model, detection);
      Letterbox letterbox = detector.letterbox(picture.size());
      for (int slot = 0; slot < slots; slot++) {
        detector.put(picture, batch, slot, scaler);
      }
      return IntStream.range(0, slots)
          .peek(slot -> lane.infer(batch, slots))
          .mapToObj(slot -> detector.objects(batch, slot, letterbox))
          .toList();
    }
  }
}
