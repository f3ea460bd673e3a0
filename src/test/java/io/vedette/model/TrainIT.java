package io.vedette.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.geometry.Size;
import io.vedette.model.augment.Augmentation;
import io.vedette.model.augment.SoftTarget;
import io.vedette.model.augment.TrainingPicture;
import io.vedette.model.course.InitialWeights;
import io.vedette.model.course.Measurement;
import io.vedette.model.course.TrainListener;
import io.vedette.model.course.TrainingProgress;
import io.vedette.model.course.TrainingRun;
import io.vedette.model.data.AnchorFinder;
import io.vedette.model.data.DataMix;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.DataSetReader;
import io.vedette.model.data.DataSource;
import io.vedette.model.export.ExportSettings;
import io.vedette.model.export.OnnxExporter;
import io.vedette.model.loss.LossGains;
import io.vedette.model.train.Teacher;
import io.vedette.model.train.TrainSettings;
import io.vedette.model.train.TrainSettings.Budget;
import io.vedette.model.train.TrainSettings.Method;
import io.vedette.model.train.TrainSettings.Optimisation;
import io.vedette.model.train.TrainSettings.Precision;
import io.vedette.model.train.TrainSettings.Sizes;
import io.vedette.model.train.Trainer;
import io.vedette.model.weights.Checkpoint;
import io.vedette.model.weights.OnnxWeights;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training for real, at a small scale. */
class TrainIT {
  private static final Size SIZE = Size.square(64);

  @TempDir private Path folder;

  @Test
  void shouldLearnThreePicturesByHeart() throws IOException {
    Path three = Drawn.folder(folder.resolve("data"), 3, 0, 2);
    Path val = three.resolve("images").resolve("val");
    Files.delete(val);
    Files.createSymbolicLink(val, three.resolve("images").resolve("train"));
    Files.delete(three.resolve("labels").resolve("val"));
    Files.createSymbolicLink(
        three.resolve("labels").resolve("val"), three.resolve("labels").resolve("train"));

    try (DataSet data = DataSetReader.read(three, 320)) {
      Checkpoint beginning = beginning(data, "yolov5n");
      TrainSettings settings = settings(360, 3, Augmentation.NONE, List.of());
      run(Trainer.begin(beginning, settings, data, Teacher.NONE), beginning, data, 60);

      Checkpoint best = Checkpoint.read(folder.resolve(TrainingRun.BEST));
      assertThat(TrainingRun.measure(best, data).map50()).isGreaterThan(0.8);
      assertThat(Files.readAllLines(folder.resolve("results.csv"))).hasSize(3);
    }
  }

  @Test
  void shouldGoOnAsIfItHadNotBeenCutOff() throws Exception {
    try (DataSet data = DataSetReader.read(Drawn.folder(folder.resolve("data"), 5, 1, 2), 320)) {
      Checkpoint beginning = beginning(data, "repvit_m0_6-yolov5n");
      TrainSettings settings = settings(20, 4, Augmentation.DEFAULT, List.of());

      Checkpoint whole;
      try (Trainer trainer = Trainer.begin(beginning, settings, data, Teacher.NONE)) {
        advance(trainer, 5);
        whole = trainer.network(Map.of());
      }
      try (Trainer trainer = Trainer.begin(beginning, settings, data, Teacher.NONE)) {
        advance(trainer, 2);
        trainer.keep(folder, Map.of());
        advance(trainer, 1); // lost
      }
      Checkpoint kept = Checkpoint.read(folder.resolve(Trainer.LAST));
      try (Trainer trainer = Trainer.resume(kept, data, Teacher.NONE)) {
        advance(trainer, 3);

        assertThat(trainer.isDone()).isTrue();
        assertSame(trainer.network(Map.of()), whole);
      }
    }
  }

  @Test
  void shouldKeepItsStateWhenStopped() throws IOException {
    try (DataSet data = DataSetReader.read(Drawn.folder(folder.resolve("data"), 5, 1, 2), 320)) {
      Checkpoint beginning = beginning(data, "yolov5n");
      TrainSettings settings = settings(40, 4, Augmentation.DEFAULT, List.of());
      Silent stopping =
          new Silent() {
            @Override
            public void stepped(TrainingProgress progress) {
              if (progress.step() == 3) {
                isEnough = true;
                Thread.currentThread().interrupt(); // must not keep it from writing
              }
            }
          };

      try (Trainer trainer = Trainer.begin(beginning, settings, data, Teacher.NONE)) {
        new TrainingRun(trainer, beginning, data, folder, 1000, stopping).run();
      }

      assertThat(Thread.interrupted()).isTrue();
      assertThat(Trainer.step(Checkpoint.read(folder.resolve(Trainer.LAST)))).isEqualTo(3);
    }
  }

  /** Their normalisations' statistics too, with three shards as well, whose mean is rounded. */
  @ParameterizedTest
  @EnumSource
  void shouldLeaveFrozenParametersAsTheyAre(Precision precision) throws Exception {
    try (DataSet data = DataSetReader.read(Drawn.folder(folder.resolve("data"), 5, 1, 1), 320)) {
      Checkpoint beginning = beginning(data, "yolov5n");
      TrainSettings settings =
          settings(new Budget(20, 5, 2, 1), Augmentation.DEFAULT, List.of("backbone"), precision);

      try (Trainer trainer = Trainer.begin(beginning, settings, data, Teacher.NONE)) {
        advance(trainer, 4);
        Checkpoint network = trainer.network(Map.of());

        for (String name : beginning.weights().names()) {
          if (name.startsWith("backbone")) {
            assertThat(network.weights().values(name))
                .as(name)
                .isEqualTo(beginning.weights().values(name));
          }
        }
        assertThat(network.weights().values("sppf.cv1.conv.weight"))
            .isNotEqualTo(beginning.weights().values("sppf.cv1.conv.weight"));
        assertThat(network.weights().values("sppf.cv1.bn.running_mean"))
            .isNotEqualTo(beginning.weights().values("sppf.cv1.bn.running_mean"));
      }
    }
  }

  @Test
  void shouldBeginWithWhatAnExportedNetworkDoes() throws IOException {
    try (DataSet data = DataSetReader.read(Drawn.folder(folder.resolve("data"), 5, 2, 2), 320)) {
      Checkpoint network = named(Untrained.network("repvit_m0_6-yolov5n", 2, 11), data.names());
      Path onnx =
          Files.write(
              folder.resolve("x.onnx"),
              OnnxExporter.export(network.folded(), ExportSettings.plain(SIZE)));

      Checkpoint unfolded =
          new InitialWeights(data, SIZE, 0)
              .unfolded(OnnxWeights.read(onnx), OnnxWeights.read(onnx).anchors());

      for (String name : network.folded().weights().names()) {
        assertThat(
                Npy.relativeError(
                    unfolded.folded().weights().values(name),
                    network.folded().weights().values(name)))
            .as(name)
            .isLessThan(1e-3);
      }
    }
  }

  /** Files from elsewhere often do not tell their classes' names. */
  @Test
  void shouldBeginWithTheHeadOfTheSameClassesOrOfAsManyWithoutNames() throws IOException {
    try (DataSet data = DataSetReader.read(Drawn.folder(folder.resolve("data"), 2, 0, 2), 320)) {
      InitialWeights beginning = new InitialWeights(data, SIZE, 0);
      Checkpoint network = Untrained.network("yolov5n", 2, 11);
      String head = "detect.m.0.weight";
      float[] trained = network.weights().values(head);

      for (List<String> names : List.of(data.names(), List.of("class0", "class1"))) {
        Checkpoint begun = beginning.trained(named(network, names), network.anchors());
        assertThat(begun.weights().values(head)).as(names.toString()).isEqualTo(trained);
      }
      Checkpoint other = named(network, List.of("cat", "dog"));
      assertThat(beginning.trained(other, network.anchors()).weights().values(head))
          .isNotEqualTo(trained);
    }
  }

  @Test
  void shouldRefuseToTrainWithoutPictures() throws IOException {
    try (DataSet data = DataSetReader.read(Drawn.folder(folder.resolve("data"), 0, 1, 1), 320)) {
      Checkpoint beginning = beginning(data, "yolov5n");

      assertThatThrownBy(
              () ->
                  Trainer.begin(
                      beginning,
                      settings(8, 4, Augmentation.DEFAULT, List.of()),
                      data,
                      Teacher.NONE))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("no pictures");
    }
  }

  /**
   * What the first normalisation is given depends on no other, so that its mean is all pictures'.
   */
  @Test
  void shouldWeighPicturesAlikeHoweverTheyAreDivided() throws Exception {
    try (DataSet data = DataSetReader.read(Drawn.folder(folder.resolve("data"), 5, 1, 2), 320)) {
      Checkpoint beginning = beginning(data, "yolov5n");
      float[][] means = new float[2][];

      for (int shard = 1; shard <= 2; shard++) {
        TrainSettings settings =
            settings(new Budget(3, 3, shard, 1), Augmentation.DEFAULT, List.of(), Precision.FP32);
        try (Trainer trainer = Trainer.begin(beginning, settings, data, Teacher.NONE)) {
          advance(trainer, 1);
          means[shard - 1] =
              trainer.network(Map.of()).weights().values("backbone.0.bn.running_mean");
        }
      }

      assertThat(Npy.relativeError(means[1], means[0])).isLessThan(1e-5);
    }
  }

  @Test
  void shouldTakeNothingOverFromAStepThatFailed() throws Exception {
    try (DataSet data = DataSetReader.read(Drawn.folder(folder.resolve("data"), 5, 1, 1), 320)) {
      Checkpoint beginning = beginning(data, "yolov5n");
      TrainSettings settings = settings(4, 1, Augmentation.NONE, List.of());

      try (Trainer trainer = Trainer.begin(beginning, settings, data, new Misleading(0, 2))) {
        advance(trainer, 1);
        Checkpoint before = trainer.network(Map.of());
        advance(trainer, 1);
        assertThat(trainer.step()).isEqualTo(2);
        assertSame(trainer.network(Map.of()), before);

        advance(trainer, 1);
        assertThat(trainer.network(Map.of()).weights().values("sppf.cv1.bn.running_mean"))
            .doesNotContain(Float.NaN)
            .isNotEqualTo(before.weights().values("sppf.cv1.bn.running_mean"));
      }
    }
  }

  /** And so it does when it was resumed in between. */
  @Test
  void shouldGiveUpAfterSoManyFailuresInARow() throws Exception {
    try (DataSet data = DataSetReader.read(Drawn.folder(folder.resolve("data"), 5, 1, 1), 320)) {
      Checkpoint beginning = beginning(data, "yolov5n");
      TrainSettings settings = settings(200, 1, Augmentation.NONE, List.of());

      try (Trainer trainer = Trainer.begin(beginning, settings, data, new Misleading(0, 2))) {
        advance(trainer, 45); // fails in every second step
      }
      try (Trainer trainer = Trainer.begin(beginning, settings, data, new Misleading(0, 1))) {
        advance(trainer, 15);
        trainer.keep(folder, Map.of());
      }
      Checkpoint kept = Checkpoint.read(folder.resolve(Trainer.LAST));
      try (Trainer trainer = Trainer.resume(kept, data, new Misleading(15, 1))) {
        advance(trainer, 5);
        assertThatThrownBy(trainer::advance)
            .isInstanceOf(Failure.class)
            .hasMessageStartingWith("training diverged");
      }
    }
  }

  private static Checkpoint named(Checkpoint network, List<String> names) {
    return new Checkpoint(
        network.architecture(), names, network.size(), network.weights(), network.about());
  }

  private static void advance(Trainer trainer, int steps) throws InterruptedException {
    for (int i = 0; i < steps; i++) {
      trainer.advance();
    }
  }

  private static void assertSame(Checkpoint found, Checkpoint expected) {
    for (String name : expected.weights().names()) {
      assertThat(Arrays.equals(found.weights().values(name), expected.weights().values(name)))
          .as(name)
          .isTrue();
    }
  }

  private void run(Trainer trainer, Checkpoint beginning, DataSet data, long between) {
    try (trainer) {
      new TrainingRun(trainer, beginning, data, folder, between, new Silent()).run();
    }
  }

  private static Checkpoint beginning(DataSet data, String architecture) {
    return new InitialWeights(data, SIZE, 1)
        .untrained(Architecture.parse(architecture), AnchorFinder.find(data.train(), SIZE, 1));
  }

  private static TrainSettings settings(
      long pictures, int batch, Augmentation augmentation, List<String> frozen) {
    return settings(new Budget(pictures, batch, 2, 1), augmentation, frozen, Precision.FP32);
  }

  private static TrainSettings settings(
      Budget budget, Augmentation augmentation, List<String> frozen, Precision precision) {
    return new TrainSettings(
        budget,
        new Sizes(SIZE, SIZE, 0, null),
        new Optimisation(Method.ADAMW, 4e-3, 0.02, 10, 0.02, 10),
        0.95,
        augmentation,
        LossGains.DEFAULT,
        true,
        frozen,
        precision,
        1);
  }

  /** Killed while it measures, as a crash in the listener shows: no step is lost, no row twice. */
  @Test
  void shouldMeasureAgainWhatWasCutOffWhileMeasuring() throws IOException {
    try (DataSet data = DataSetReader.read(Drawn.folder(folder.resolve("data"), 5, 1, 2), 320)) {
      Checkpoint beginning = beginning(data, "yolov5n");
      TrainSettings settings = settings(16, 4, Augmentation.DEFAULT, List.of());
      run(Trainer.begin(beginning, settings, data, Teacher.NONE), beginning, data, 2);
      List<String> whole = Files.readAllLines(folder.resolve("results.csv"));
      Silent killing =
          new Silent() {
            @Override
            public void measured(long step, Measurement measured, boolean isBest) {
              throw new IllegalStateException("killed");
            }
          };

      try (Trainer trainer = Trainer.begin(beginning, settings, data, Teacher.NONE)) {
        TrainingRun course = new TrainingRun(trainer, beginning, data, folder, 2, killing);
        assertThatThrownBy(course::run).hasMessage("killed");
      }
      Checkpoint kept = Checkpoint.read(folder.resolve(Trainer.LAST));
      run(Trainer.resume(kept, data, Teacher.NONE), kept, data, 2);

      assertThat(Trainer.step(kept)).isEqualTo(2);
      assertThat(Files.readAllLines(folder.resolve("results.csv"))).isEqualTo(whole);
    }
  }

  /** Wide and square pictures in turn, two sets measured apart, and a second set's weight. */
  @Test
  void shouldTrainOnTwoSetsInTwoShapes() throws IOException {
    DataMix mix =
        new DataMix(
            List.of(
                DataSource.of(Drawn.folder(folder.resolve("one"), 4, 1, 2)),
                DataSource.of(Drawn.folder(folder.resolve("two"), 3, 2, 2))),
            List.of(),
            Map.of());
    try (DataSet data = DataSetReader.read(mix, 320)) {
      Size wide = new Size(96, 64);
      Checkpoint beginning =
          new InitialWeights(data, wide, 1)
              .untrained(Architecture.parse("yolov5n"), AnchorFinder.find(data.train(), wide, 1));
      TrainSettings plain = settings(16, 4, Augmentation.DEFAULT, List.of());
      TrainSettings settings =
          new TrainSettings(
              plain.budget(),
              new Sizes(Size.square(32), wide, 0.5, Size.square(64)),
              plain.optimisation(),
              plain.ema(),
              plain.augmentation(),
              plain.gains(),
              plain.isBalanced(),
              plain.frozen(),
              plain.precision(),
              plain.seed());
      run(Trainer.begin(beginning, settings, data, Teacher.NONE), beginning, data, 2);

      assertThat(Checkpoint.read(folder.resolve(TrainingRun.BEST)).size()).isEqualTo(wide);
      assertThat(List.of(settings.size(0), settings.size(1), settings.size(2), settings.size(3)))
          .containsExactly(Size.square(32), new Size(64, 64), wide, Size.square(64));
      assertThat(Files.readAllLines(folder.resolve("parts.csv")))
          .hasSize(1 + 2 * 2 * 3)
          .anyMatch(row -> row.startsWith("4,one,all,2,"))
          .anyMatch(row -> row.startsWith("4,two,green,2,"));
    }
  }

  /** Makes the loss of every so many pictures no number. */
  private static final class Misleading implements Teacher {
    private final int every;
    private int shown;

    Misleading(int shown, int every) {
      this.shown = shown;
      this.every = every;
    }

    @Override
    public List<SoftTarget> see(TrainingPicture picture, SplittableRandom random) {
      boolean isMisled = ++shown % every == 0;
      float[] scores = {Float.NaN, 0};
      return isMisled ? List.of(new SoftTarget(32, 32, 20, 20, scores, 0, 1)) : List.of();
    }

    @Override
    public void close() {}
  }

  private static class Silent implements TrainListener {
    boolean isEnough;

    @Override
    public void stepped(TrainingProgress progress) {}

    @Override
    public void measured(long step, Measurement measured, boolean isBest) {}

    @Override
    public boolean isEnough() {
      return isEnough;
    }
  }
}
