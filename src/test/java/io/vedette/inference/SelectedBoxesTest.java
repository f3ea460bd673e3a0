package io.vedette.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.SharedMaterial;
import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Detector;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.Letterbox;
import io.vedette.geometry.Size;
import io.vedette.inference.family.Export.Known;
import io.vedette.inference.family.Export.Variant;
import io.vedette.inference.family.Exports;
import io.vedette.onnx.ElementType;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.jpeg.JpegDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Boxes that the graph chooses are those that are chosen here. */
class SelectedBoxesTest {
  private static final InferenceSettings CPU = InferenceSettings.cpu().withThreads(1);
  private static final DetectionSettings DETECTION = DetectionSettings.plain(0.25, 0.45);

  static Stream<String> forms() {
    return Exports.ALL.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void shouldFindTheSameWhereTheGraphChooses(String name) {
    for (ElementType type : List.of(ElementType.FLOAT, ElementType.FLOAT16)) {
      Exports.Form form = Exports.ALL.get(name);
      Variant variant = new Variant(new Size(416, 256), form.isBatched(), type);
      OnnxModel model = OnnxModel.of(name, form.make(variant, boxes()), variant.size());

      List<List<DetectedObject>> plain = detect(model, false, null);
      requireAlike(detect(model, true, null), plain);
      assertThat(plain.get(0)).isNotEmpty();
    }
  }

  @Test
  void shouldChooseInTheGraphForMostFamilies() {
    long selected =
        Exports.ALL.entrySet().stream()
            .filter(
                one -> {
                  Exports.Form form = one.getValue();
                  Variant variant = new Variant(new Size(416, 256), false, ElementType.FLOAT);
                  byte[] file = form.make(variant, boxes());
                  return OnnxModel.of(one.getKey(), file, variant.size()).graph(true).isSelected();
                })
            .count();

    assertThat(selected).isGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yolov5n-coco", "yolox_nano", "nanodet_plus_m_416", "picodet_s_416"})
  void shouldFindTheSameInARealPicture(String name) throws IOException {
    Path file = SharedMaterial.file("models/" + name + ".onnx");
    Path picture = SharedMaterial.file("media/bus.jpg");
    OnnxModel model = OnnxModel.of(name, Files.readAllBytes(file), Size.square(640));
    byte[] jpeg = Files.readAllBytes(picture);

    List<List<DetectedObject>> plain = detect(model, false, jpeg);

    assertThat(plain.get(0)).extracting(DetectedObject::label).contains("bus", "person");
    requireAlike(detect(model, true, jpeg), plain);
  }

  private static List<Known> boxes() {
    Random random = new Random(5);
    List<Known> boxes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      float x = 60 + random.nextInt(300);
      float y = 60 + random.nextInt(130);
      float wide = 16 + random.nextInt(90);
      float high = 16 + random.nextInt(90);
      boxes.add(
          new Known(
              x - wide / 2,
              y - high / 2,
              x + wide / 2,
              y + high / 2,
              random.nextInt(80),
              0.3f + i * 0.015f));
    }
    return boxes;
  }

  private static List<List<DetectedObject>> detect(
      OnnxModel model, boolean isSelected, byte[] jpeg) {
    Detector detector = new Detector(model, DETECTION);
    try (Lane lane = Lane.onCpu(model, CPU, isSelected);
        Batch batch = lane.newBatch()) {
      int count = Math.min(2, lane.batch());
      Letterbox letterbox = detector.letterbox(model.size());
      for (int slot = 0; jpeg != null && slot < count; slot++) {
        letterbox = put(detector, batch, slot, jpeg);
      }
      lane.infer(batch, count);
      List<List<DetectedObject>> found = new ArrayList<>();
      for (int slot = 0; slot < count; slot++) {
        found.add(detector.objects(batch, slot, letterbox));
      }
      return found;
    }
  }

  private static Letterbox put(Detector detector, Batch batch, int slot, byte[] jpeg) {
    try (JpegDecoder decoder = new JpegDecoder();
        PictureScaler scaler = new PictureScaler();
        Picture picture = decoder.decode(jpeg)) {
      return detector.put(picture, batch, slot, scaler);
    }
  }

  private static void requireAlike(
      List<List<DetectedObject>> found, List<List<DetectedObject>> plain) {
    for (int slot = 0; slot < plain.size(); slot++) {
      assertThat(found.get(slot)).hasSameSizeAs(plain.get(slot));
      for (int i = 0; i < plain.get(slot).size(); i++) {
        DetectedObject one = found.get(slot).get(i);
        DetectedObject other = plain.get(slot).get(i);
        assertThat(one.label()).isEqualTo(other.label());
        assertThat(one.confidence()).isCloseTo(other.confidence(), within(1e-4));
        assertThat(one.box().iou(other.box())).isGreaterThanOrEqualTo(0.999);
      }
    }
  }
}
