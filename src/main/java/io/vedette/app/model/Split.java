package io.vedette.app.model;

import java.util.Locale;

/** Parts of a data set. */
enum Split {
  VAL,
  TRAIN;

  /** As its folders are called. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
