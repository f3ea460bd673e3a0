package io.vedette.console.run;

import io.vedette.geometry.Size;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.OnnxModel;
import java.util.List;
import java.util.Locale;

/**
 * A model that runs can be made with. Immutable.
 *
 * @param family the family's name in settings
 * @param classes the names of classes by index
 * @param size the size of the pictures that it infers
 * @param bytes the size of its file
 * @param inference the settings by which a worker loads it
 */
public record ModelFile(
    String name,
    String digest,
    String family,
    List<String> classes,
    Size size,
    long bytes,
    Source source,
    InferenceSettings inference) {
  /** The source of a model. */
  public enum Source {
    /** It ships with the program. */
    SHIPPED,
    /** It is that of the settings. */
    SETTINGS,
    /** It lies in the folder of models. */
    FOLDER;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ModelFile {
    classes = List.copyOf(classes);
  }

  /**
   * Reads a model.
   *
   * @throws io.vedette.runtime.Failure of action STOP when a worker cannot use it
   */
  static ModelFile read(InferenceSettings inference, long bytes, Source source) {
    OnnxModel model = OnnxModel.load(inference);
    return new ModelFile(
        model.name(),
        model.digest(),
        model.reading().family(),
        model.names(),
        model.size(),
        bytes,
        source,
        inference);
  }
}
