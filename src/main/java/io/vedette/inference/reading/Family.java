package io.vedette.inference.reading;

import java.util.List;
import java.util.Optional;

/** A family: detectors with the same kind of input and output. Immutable. */
public interface Family {
  /** Its name in settings, as {@code yolov8}. */
  String wireName();

  /** Other names that mean it, as of later versions that are alike. */
  List<String> otherNames();

  /** Its name for people, and what its results look like. */
  String title();

  /** The format of a model if it is of this family. */
  Optional<DetectorFormat> read(Sample model);
}
