package io.vedette.model.train;

import io.vedette.model.augment.SoftTarget;
import io.vedette.model.augment.TrainingPicture;
import java.util.List;
import java.util.SplittableRandom;

/** Another detector whose scores and boxes are targets of a training. Confined to one thread. */
public interface Teacher extends AutoCloseable {
  /** Sees nothing: training by the labels alone. */
  Teacher NONE =
      new Teacher() {
        @Override
        public List<SoftTarget> see(TrainingPicture picture, SplittableRandom random) {
          return List.of();
        }

        @Override
        public void close() {}
      };

  /**
   * The objects that it sees, doubtful ones included, and the same object several times.
   *
   * @param random the picture's own, for teachers who take turns
   */
  List<SoftTarget> see(TrainingPicture picture, SplittableRandom random);

  @Override
  void close();
}
