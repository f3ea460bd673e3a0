package io.vedette.cli.model;

import io.vedette.model.data.DataPart;
import io.vedette.model.data.DataSet;
import io.vedette.runtime.Failure;
import java.util.List;
import java.util.Locale;

/** A part of a data set, for training or for validation. */
enum Split {
  VAL,
  TRAIN;

  /**
   * The pictures of this part; those for validation by their sets.
   *
   * @param places of the sets, as they were given
   * @throws Failure of action STOP when there are none
   */
  List<DataPart> parts(DataSet set, String places) {
    List<DataPart> all = this == VAL ? set.parts() : List.of(new DataPart(wireName(), set.train()));
    List<DataPart> parts = all.stream().filter(part -> !part.pictures().isEmpty()).toList();
    if (parts.isEmpty()) {
      throw Failure.stop(
          "data %s has no pictures in its part %s; --split names another"
              .formatted(places, wireName()));
    }
    return parts;
  }

  /** The name of the part's folders. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
