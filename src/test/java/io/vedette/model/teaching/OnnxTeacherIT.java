package io.vedette.model.teaching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.SharedMaterial;
import io.vedette.geometry.Size;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.OnnxModel;
import io.vedette.model.augment.Augmentation;
import io.vedette.model.augment.PictureMaker;
import io.vedette.model.augment.SoftTarget;
import io.vedette.model.augment.Target;
import io.vedette.model.augment.TrainingPicture;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.DataSetReader;
import io.vedette.model.train.Teacher;
import io.vedette.picture.PictureScaler;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real detectors look at the picture of a bus in the street with people before it. */
class OnnxTeacherIT {
  private static final List<String> NAMES = List.of("bus", "x", "person");

  @TempDir private Path folder;

  @Test
  void shouldLetADetectorOfAWorkerTeach() throws IOException {
    InferenceSettings inference = InferenceSettings.cpu();

    try (Teacher teacher = new OnnxTeacher(OnnxModel.load(inference), inference, NAMES)) {
      List<SoftTarget> seen = teacher.see(bus(new Size(416, 416)), new SplittableRandom(1));

      assertThat(seen).isNotEmpty().allMatch(one -> one.scores()[1] == 0 && best(one) >= 0.05f);
    }
  }

  /** Boxes as they are in the picture's own 810×1080 pixels, seen in two sizes. */
  @ParameterizedTest
  @CsvSource({
    "yolox_nano, 416, 416", "yolox_nano, 320, 192",
    "nanodet_plus_m_416, 416, 416", "nanodet_plus_m_416, 320, 256",
    "picodet_s_416, 416, 416", "picodet_s_416, 416, 256"
  })
  void shouldUnderstandDetectorsOfOtherFamilies(String file, int width, int height)
      throws IOException {
    Path model = SharedMaterial.file("models/" + file + ".onnx");
    Size size = new Size(width, height);
    double scale = Math.min(width / 810.0, height / 1080.0);

    try (Teacher teacher = open(TeacherPanel.Mode.TURNS, model)) {
      TrainingPicture picture = bus(size);
      List<SoftTarget> seen = teacher.see(picture, new SplittableRandom(1));

      double left = left(picture);
      assertThat(bestAt(seen, 0, box(19, 231, 800, 750, scale, left))).isGreaterThan(0.35f);
      assertThat(bestAt(seen, 2, box(50, 400, 245, 905, scale, left))).isGreaterThan(0.35f);
      assertThat(bestAt(seen, 2, box(669, 391, 810, 880, scale, left))).isGreaterThan(0.35f);
      assertThat(seen).allMatch(one -> one.scores()[1] == 0);
    }
  }

  @Test
  void shouldAskAllOrOneInTurn() throws IOException {
    Path one = SharedMaterial.file("models/yolox_nano.onnx");
    Path other = SharedMaterial.file("models/picodet_s_416.onnx");
    TrainingPicture picture = bus(new Size(416, 256));

    try (Teacher all = open(TeacherPanel.Mode.MEAN, one, other);
        Teacher turns = open(TeacherPanel.Mode.TURNS, one, other)) {
      List<SoftTarget> seen = all.see(picture, new SplittableRandom(1));
      List<Integer> counts =
          IntStream.range(0, 20)
              .mapToObj(seed -> turns.see(picture, new SplittableRandom(seed)).size())
              .distinct()
              .toList();

      assertThat(seen).extracting(SoftTarget::teacher).isSorted().contains(0, 1);
      assertThat(seen).allMatch(target -> target.share() == 0.5f);
      assertThat(counts).hasSize(2);
      assertThat(counts.get(0) + counts.get(1)).isEqualTo(seen.size());
    }
  }

  @Test
  void shouldRefuseWhatCannotTeach() throws IOException {
    InferenceSettings inference = InferenceSettings.cpu();
    OnnxModel model = OnnxModel.load(inference);
    Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model");

    assertThatThrownBy(() -> new OnnxTeacher(model, inference, List.of("zebra")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("no name in common");
    assertThatThrownBy(() -> open(TeacherPanel.Mode.TURNS, broken))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("model broken is no ONNX file");
    assertThatThrownBy(() -> open(TeacherPanel.Mode.TURNS, folder.resolve("none.onnx")))
        .isInstanceOf(Failure.class);
  }

  private static Teacher open(TeacherPanel.Mode mode, Path... files) {
    return TeacherPanel.open(List.of(files), mode, NAMES);
  }

  private TrainingPicture bus(Size size) throws IOException {
    Path bus = SharedMaterial.file("media/bus.jpg");
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.write(in.resolve("bus.jpg"), Files.readAllBytes(bus));
    try (DataSet data = DataSetReader.unlabelled(in, 640);
        PictureMaker maker = new PictureMaker(data::jpeg)) {
      return maker.make(data.val(), size, Augmentation.NONE, new SplittableRandom(1));
    }
  }

  /** Where the picture begins beside the grey that is left of it. */
  private static int left(TrainingPicture picture) {
    int at = picture.size().height() / 2 * picture.size().width();
    int column = 0;
    while (picture.rgb()[(at + column) * 3] == PictureScaler.PADDING) {
      column++;
    }
    return column;
  }

  private static Target box(double x0, double y0, double x1, double y1, double scale, double left) {
    return new Target(
        0,
        (float) ((x0 + x1) / 2 * scale + left),
        (float) ((y0 + y1) / 2 * scale),
        (float) ((x1 - x0) * scale),
        (float) ((y1 - y0) * scale),
        1);
  }

  private static float bestAt(List<SoftTarget> seen, int label, Target place) {
    return seen.stream()
        .filter(one -> place.iou(target(one)) > 0.7)
        .map(one -> one.scores()[label])
        .max(Comparator.naturalOrder())
        .orElse(0f);
  }

  private static Target target(SoftTarget one) {
    return new Target(0, one.cx(), one.cy(), one.width(), one.height(), 1);
  }

  private static float best(SoftTarget one) {
    return Math.max(one.scores()[0], one.scores()[2]);
  }
}
