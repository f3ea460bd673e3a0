package io.vedette.model.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.geometry.Size;
import io.vedette.model.Architecture;
import io.vedette.model.augment.Augmentation;
import io.vedette.model.loss.LossGains;
import io.vedette.model.train.TrainSettings;
import io.vedette.model.train.TrainSettings.Budget;
import io.vedette.model.train.TrainSettings.Method;
import io.vedette.model.train.TrainSettings.Optimisation;
import io.vedette.model.train.TrainSettings.Precision;
import io.vedette.model.train.TrainSettings.Sizes;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingCostTest {
  private static final Architecture NETWORK = Architecture.parse("yolov5n");

  @Test
  void shouldCountEachPictureAtTheSideItIsShownWith() {
    TrainingCost cost =
        cost(new Sizes(Size.square(64), Size.square(128), 0.5, null)); // steps at 64, 96, 128, 128

    assertThat(cost.tera(4)).isCloseTo(3 * 4 * at(64), within(1e-9));
    assertThat(cost.tera(6)).isCloseTo(3 * (4 * at(64) + 2 * at(96)), within(1e-9));
    assertThat(cost.tera(16)).isCloseTo(3 * (4 * at(64) + 4 * at(96) + 8 * at(128)), within(1e-9));
  }

  @Test
  void shouldCountAllAlikeWhereTheyDoNotGrow() {
    assertThat(cost(new Sizes(Size.square(128), Size.square(128), 0, null)).tera(15))
        .isCloseTo(3 * 15 * at(128), within(1e-9));
  }

  private static double at(int side) {
    return NETWORK.trained(2, Size.square(side)).multiplications() / 1e12;
  }

  private static TrainingCost cost(Sizes sizes) {
    TrainSettings settings =
        new TrainSettings(
            new Budget(16, 4, 2, 1),
            sizes,
            new Optimisation(Method.ADAMW, 4e-3, 0.02, 10, 0.02, 10),
            0.95,
            Augmentation.DEFAULT,
            LossGains.DEFAULT,
            true,
            List.of(),
            Precision.FP32,
            1);
    return new TrainingCost(NETWORK, 2, settings);
  }
}
