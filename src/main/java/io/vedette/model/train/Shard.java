package io.vedette.model.train;

import io.vedette.model.augment.Target;
import io.vedette.model.augment.TrainingPicture;
import java.util.List;

/**
 * The part of a batch that goes through a network together. Immutable.
 *
 * @param side of the pictures in pixels
 * @param pictures all of that side
 */
record Shard(int side, List<TrainingPicture> pictures) {
  Shard {
    pictures = List.copyOf(pictures);
  }

  List<List<Target>> targets() {
    return pictures.stream().map(TrainingPicture::targets).toList();
  }
}
