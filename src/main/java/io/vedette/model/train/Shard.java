package io.vedette.model.train;

import io.vedette.geometry.Size;
import io.vedette.model.augment.SoftTarget;
import io.vedette.model.augment.Target;
import io.vedette.model.augment.TrainingPicture;
import java.util.List;

/**
 * The part of a batch that passes through a network together. Immutable.
 *
 * @param size the size of the pictures in pixels
 * @param pictures all of that size
 */
record Shard(Size size, List<TrainingPicture> pictures) {
  Shard {
    pictures = List.copyOf(pictures);
  }

  List<List<Target>> targets() {
    return pictures.stream().map(TrainingPicture::targets).toList();
  }

  List<List<SoftTarget>> taught() {
    return pictures.stream().map(TrainingPicture::taught).toList();
  }
}
