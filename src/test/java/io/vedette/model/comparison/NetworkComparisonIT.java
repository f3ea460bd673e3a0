package io.vedette.model.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.geometry.Size;
import io.vedette.model.Architecture;
import io.vedette.model.Drawn;
import io.vedette.model.augment.Augmentation;
import io.vedette.model.course.Measurement;
import io.vedette.model.course.TrainListener;
import io.vedette.model.course.TrainingProgress;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.DataSetReader;
import io.vedette.model.loss.LossGains;
import io.vedette.model.train.TrainSettings;
import io.vedette.model.train.TrainSettings.Budget;
import io.vedette.model.train.TrainSettings.Method;
import io.vedette.model.train.TrainSettings.Optimisation;
import io.vedette.model.train.TrainSettings.Precision;
import io.vedette.model.train.TrainSettings.Sizes;
import io.vedette.model.yolo.Anchors;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two networks trained alike for real, at a small scale. */
class NetworkComparisonIT {
  private static final Size SIZE = Size.square(64);
  private static final List<Contestant> TWO =
      List.of(
          new Contestant("short", Architecture.parse("yolov5n"), 8),
          new Contestant("long", Architecture.parse("yolov5n"), 16));

  @TempDir private Path folder;

  @Test
  void shouldSetThemSideBySideOnOnePage() throws IOException {
    try (DataSet data = DataSetReader.read(Drawn.folder(folder.resolve("data"), 5, 2, 2), 96)) {
      NetworkComparison contest = contest(data, 1);

      for (Contestant one : TWO) {
        Files.createDirectories(folder.resolve(one.wireName()));
        assertThat(contest.train(one, new Silent(false))).isTrue();
      }
      new ComparisonPage(contest.standings(TWO), "Setting.").write(folder.resolve("page.md"));

      assertThat(Files.readString(folder.resolve("page.md")))
          .contains("![accuracy over the training](page.png)")
          .contains("| | short | long |")
          .contains("| pictures shown | 8 | 16 |")
          .contains("| parameters, trained | 1,766,623 | 1,766,623 |")
          .contains("| red | ")
          .contains("| green | ");
      assertThat(folder.resolve("page.png")).isNotEmptyFile();
    }
  }

  @Test
  void shouldGoOnWithTheSameComparisonAlone() throws IOException {
    try (DataSet data = DataSetReader.read(Drawn.folder(folder.resolve("data"), 5, 2, 2), 96)) {
      Contestant one = TWO.get(0);
      Files.createDirectories(folder.resolve(one.wireName()));

      assertThat(contest(data, 1).train(one, new Silent(true))).isFalse();
      assertThat(contest(data, 1).train(one, new Silent(false))).isTrue();
      assertThatThrownBy(() -> contest(data, 2).train(one, new Silent(false)))
          .isInstanceOf(Failure.class)
          .hasMessageEndingWith(
              "holds a training with other settings or data; give another --out, or remove it");
    }
  }

  private NetworkComparison contest(DataSet data, long seed) {
    return new NetworkComparison(
        data, Anchors.COCO.scaled(64 / 640.0), one -> settings(one.pictures(), seed), folder, 1000);
  }

  private static TrainSettings settings(long pictures, long seed) {
    return new TrainSettings(
        new Budget(pictures, 4, 2, 1),
        new Sizes(SIZE, SIZE, 0, null),
        new Optimisation(Method.ADAMW, 4e-3, 0.02, 10, 0.02, 10),
        0.95,
        Augmentation.DEFAULT,
        LossGains.DEFAULT,
        true,
        List.of(),
        Precision.FP32,
        seed);
  }

  private record Silent(boolean isEnough) implements TrainListener {
    @Override
    public void stepped(TrainingProgress progress) {}

    @Override
    public void measured(long step, Measurement measured, boolean isBest) {}
  }
}
