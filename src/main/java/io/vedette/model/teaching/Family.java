package io.vedette.model.teaching;

import io.vedette.geometry.Size;
import io.vedette.inference.FloatModel.Result;
import java.util.List;
import java.util.Optional;

/** How detectors of one family are given pictures, and what their numbers mean. */
interface Family {
  /** Those that are known, in the order they are asked in. */
  List<Family> ALL = List.of(new YoloxFamily(), new NanoDetFamily(), new PicoDetFamily());

  /** Its name, for people. */
  String wireName();

  /** Whether results are of this family. */
  boolean has(List<Result> results, Size size);

  /** Mean and deviation of blue, green and red, that pixels of 0–255 are normalised by. */
  Normalisation normalisation();

  /** Passes on every place of the results. */
  void decode(List<Result> results, Size size, PointSink sink);

  /** How many classes there are. */
  int classes(List<Result> results);

  /**
   * What is taken from and then multiplied with a pixel's blue, green and red.
   *
   * @param mean of each
   * @param factor of each
   */
  record Normalisation(List<Float> mean, List<Float> factor) {
    /** As NanoDet and PicoDet were trained. */
    static final Normalisation IMAGENET =
        new Normalisation(
            List.of(103.53f, 116.28f, 123.675f), List.of(0.017429f, 0.017507f, 0.017125f));

    /** Pixels as they are. */
    static final Normalisation NONE = new Normalisation(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));
  }

  /** The family that has such results. */
  static Optional<Family> of(List<Result> results, Size size) {
    return ALL.stream().filter(family -> family.has(results, size)).findFirst();
  }
}
