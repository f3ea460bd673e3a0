package io.vedette.model.teaching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.SharedMaterial;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.OnnxModel;
import io.vedette.model.augment.Augmentation;
import io.vedette.model.augment.PictureMaker;
import io.vedette.model.augment.Target;
import io.vedette.model.augment.TrainingPicture;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.DataSetReader;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxTeacherIT {
  @TempDir private Path folder;

  @Test
  void shouldSeeWhatTheLabelsDoNotHave() throws IOException {
    Path bus = SharedMaterial.file("media/bus.jpg");
    Files.copy(bus, Files.createDirectories(folder.resolve("in")).resolve("bus.jpg"));
    InferenceSettings inference = InferenceSettings.cpu();

    try (DataSet data = DataSetReader.unlabelled(folder.resolve("in"), 640);
        PictureMaker maker = new PictureMaker(data::jpeg);
        OnnxTeacher teacher =
            new OnnxTeacher(OnnxModel.load(inference), inference, List.of("x", "person"))) {
      TrainingPicture picture =
          maker.make(data.val(), 416, Augmentation.NONE, new SplittableRandom(1));
      List<Target> seen = teacher.see(picture, 416);

      assertThat(seen).isNotEmpty().allMatch(target -> target.label() == 1);
      assertThat(seen).allMatch(target -> target.certainty() < 1 && target.height() < 417);
      assertThat(teacher.see(picture.with(seen), 416)).isEmpty();
    }
  }

  @Test
  void shouldRefuseClassesWithoutACommonName() {
    InferenceSettings inference = InferenceSettings.cpu();
    OnnxModel model = OnnxModel.load(inference);

    assertThatThrownBy(() -> new OnnxTeacher(model, inference, List.of("zebra")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("no name in common");
  }
}
