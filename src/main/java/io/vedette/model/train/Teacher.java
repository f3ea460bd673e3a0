package io.vedette.model.train;

import io.vedette.model.augment.Target;
import io.vedette.model.augment.TrainingPicture;
import java.util.List;

/** Another detector that says what it sees in a training picture. Confined to one thread. */
public interface Teacher extends AutoCloseable {
  /** Sees nothing: training by the labels alone. */
  Teacher NONE =
      new Teacher() {
        @Override
        public List<Target> see(TrainingPicture picture, int side) {
          return List.of();
        }

        @Override
        public void close() {}
      };

  /** Objects that the labels do not have, each as certain as the teacher is. */
  List<Target> see(TrainingPicture picture, int side);

  @Override
  void close();
}
