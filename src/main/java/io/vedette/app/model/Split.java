package io.vedette.app.model;

import io.vedette.model.data.DataSet;
import io.vedette.model.data.LabelledPicture;
import io.vedette.runtime.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Parts of a data set. */
enum Split {
  VAL,
  TRAIN;

  /**
   * The pictures of this part.
   *
   * @param place of the set, as it was given
   * @throws Failure of action STOP when there are none
   */
  List<LabelledPicture> of(DataSet set, Path place) {
    List<LabelledPicture> pictures = this == VAL ? set.val() : set.train();
    if (pictures.isEmpty()) {
      throw Failure.stop(
          "data %s has no pictures in its part %s; --split names another".formatted(place, word()));
    }
    return pictures;
  }

  /** As its folders are called. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
