package io.vedette.model.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.geometry.Size;
import io.vedette.model.Drawn;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.DataSetReader;
import io.vedette.model.data.LabelledPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureMakerTest {
  private static final Size SIZE = new Size(160, 96);

  @TempDir private Path folder;
  private DataSet data;
  private PictureMaker maker;

  @BeforeEach
  void open() throws IOException {
    data = DataSetReader.read(Drawn.folder(folder, 6, 1, 3), 320);
    maker = new PictureMaker(data::jpeg);
  }

  @AfterEach
  void close() {
    maker.close();
    data.close();
  }

  /** The middle of every target has its class's colour, whatever was done to the picture. */
  @Test
  void shouldMoveBoxesWithTheirObjects() {
    Augmentation moving = new Augmentation(0.4, 0.2, 0.5, 0.2, 8, 0.5, 0, 0, 0, Conditions.NONE);
    Curriculum curriculum = Curriculum.even(data.train(), 1);
    int targets = 0;

    for (int shown = 0; shown < 60; shown++) {
      TrainingPicture picture = make(curriculum, shown, moving);
      for (Target target : picture.targets()) {
        if (target.width() > 8 && target.height() > 8) {
          assertThat(colourAt(picture, (int) target.cx(), (int) target.cy()))
              .as("picture %d, %s", shown, target)
              .isEqualTo(target.label());
          targets++;
        }
      }
    }

    assertThat(targets).isGreaterThan(100);
  }

  @Test
  void shouldKeepTargetsInside() {
    Curriculum curriculum = Curriculum.even(data.train(), 2);

    for (int shown = 0; shown < 40; shown++) {
      assertThat(make(curriculum, shown, Augmentation.DEFAULT).targets())
          .allMatch(target -> target.cx() - target.width() / 2 >= -1e-3)
          .allMatch(target -> target.cx() + target.width() / 2 <= SIZE.width() + 1e-3)
          .allMatch(target -> target.cy() - target.height() / 2 >= -1e-3)
          .allMatch(target -> target.cy() + target.height() / 2 <= SIZE.height() + 1e-3)
          .allMatch(target -> target.width() >= 2 && target.height() >= 2);
    }
  }

  @Test
  void shouldMakeTheSameOfTheSameSeed() {
    TrainingPicture one = make(Curriculum.even(data.train(), 3), 17, Augmentation.DEFAULT);
    TrainingPicture same = make(Curriculum.even(data.train(), 3), 17, Augmentation.DEFAULT);
    TrainingPicture other = make(Curriculum.even(data.train(), 4), 17, Augmentation.DEFAULT);

    assertThat(same.rgb()).isEqualTo(one.rgb());
    assertThat(same.targets()).isEqualTo(one.targets());
    assertThat(other.rgb()).isNotEqualTo(one.rgb());
  }

  @Test
  void shouldShowEveryPictureOnceARound() {
    Curriculum curriculum = Curriculum.even(data.train(), 5);

    for (int round = 0; round < 3; round++) {
      Set<String> names = new HashSet<>();
      for (int i = 0; i < 6; i++) {
        long shown = round * 6L + i;
        List<LabelledPicture> sources =
            curriculum.sources(shown, curriculum.random(shown), Augmentation.NONE);
        names.add(sources.get(0).name());
      }
      assertThat(names).hasSize(6);
    }
  }

  private TrainingPicture make(Curriculum curriculum, long shown, Augmentation augmentation) {
    SplittableRandom random = curriculum.random(shown);
    return maker.make(curriculum.sources(shown, random, augmentation), SIZE, augmentation, random);
  }

  /** 0 red, 1 green, 2 blue: the strongest of the three. */
  private static int colourAt(TrainingPicture picture, int x, int y) {
    int at = (y * SIZE.width() + x) * 3;
    int strongest = 0;
    for (int colour = 1; colour < 3; colour++) {
      boolean isStronger =
          (picture.rgb()[at + colour] & 0xFF) > (picture.rgb()[at + strongest] & 0xFF);
      strongest = isStronger ? colour : strongest;
    }
    return strongest;
  }
}
