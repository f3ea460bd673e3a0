package io.vedette.model.data;

import io.vedette.file.FileReason;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The reader of whole data sets, which checks them and stores their pictures. Confined to one
 * thread.
 */
public final class DataSetReader {
  private final DataMix mix;
  private final MixStore shelf;
  private final List<LabelledPicture> train = new ArrayList<>();
  private final List<DataPart> parts = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private List<String> names = List.of();

  private DataSetReader(DataMix mix, int longest) {
    this.mix = mix;
    this.shelf = new MixStore(longest);
  }

  /**
   * Reads YOLO folders, a zip of them, or a {@code data.yaml}; caller closes the result.
   *
   * @param longest side a picture is kept with; larger ones are shrunk
   * @throws Failure of action STOP when there is nothing to train with
   */
  public static DataSet read(Path place, int longest) {
    return read(DataMix.of(place), longest);
  }

  /**
   * Reads several sets as one; caller closes the result.
   *
   * @param longest side a picture is kept with; larger ones are shrunk
   * @throws Failure of action STOP when there is nothing to train with, or the sets' classes differ
   */
  public static DataSet read(DataMix mix, int longest) {
    DataSetReader reader = new DataSetReader(mix, longest);
    try {
      return reader.read();
    } catch (RuntimeException e) {
      reader.shelf.store().close();
      throw e;
    }
  }

  /**
   * Reads the pictures of a folder and the folders in it, without labels, as ones to validate on;
   * caller closes the result.
   *
   * @param longest side a picture is kept with; larger ones are shrunk
   * @throws Failure of action STOP when there is none
   */
  public static DataSet unlabelled(Path folder, int longest) {
    DataSource source = new DataSource(DataSource.nameOf(folder), folder, null, 1, false);
    DataMix mix = new DataMix(List.of(source), List.of(), Map.of());
    DataSetReader reader = new DataSetReader(mix, longest);
    try {
      List<String> object = List.of("object");
      List<LabelledPicture> pictures = reader.unlabelled(source, object, new OmittedWords(mix));
      DataPart all = new DataPart(source.name(), pictures);
      return reader.shelf.set(object, List.of(), List.of(all), reader.leftOut);
    } catch (RuntimeException e) {
      reader.shelf.store().close();
      throw e;
    }
  }

  private DataSet read() {
    OmittedWords omitted = new OmittedWords(mix);
    for (DataSource source : mix.sources()) {
      if (source.isLabelled()) {
        labelled(source, omitted);
      } else {
        train.addAll(unlabelled(source, names, omitted));
      }
    }
    omitted.finish(leftOut);
    return shelf.set(names, train, parts, leftOut);
  }

  private void labelled(DataSource source, OmittedWords omitted) {
    try {
      SourceReader reader = new SourceReader(source, omitted, shelf);
      SourceReader.Read read = reader.read(names);
      names = names.isEmpty() ? read.names() : names;
      train.addAll(read.train());
      parts.add(new DataPart(source.name(), read.val()));
      note(source, reader);
    } catch (NoSuchFileException e) {
      throw Failure.stop("data " + e.getMessage() + " does not exist", e);
    } catch (IOException e) {
      throw Failure.stop(
          "data %s cannot be read: %s".formatted(source.place(), FileReason.of(e)), e);
    }
  }

  private List<LabelledPicture> unlabelled(
      DataSource source, List<String> names, OmittedWords omitted) {
    Path folder = source.place();
    if (!Files.isDirectory(folder)) {
      String found = Files.exists(folder) ? "a file" : "nothing of that name";
      throw Failure.stop("pictures %s: expected a folder, found %s".formatted(folder, found));
    }
    try {
      SourceReader reader = new SourceReader(source, omitted, shelf);
      List<LabelledPicture> pictures =
          reader.read(new DataLayout(names, List.of(), List.of(folder)), names).val();
      note(source, reader);
      return pictures;
    } catch (IOException e) {
      throw Failure.stop("pictures %s cannot be read: %s".formatted(folder, FileReason.of(e)), e);
    }
  }

  /** The files that a set was read without, with the set's name if there are several. */
  private void note(DataSource source, SourceReader reader) {
    String before = mix.sources().size() == 1 ? "" : source.name() + "/";
    reader.leftOut().forEach(one -> leftOut.add(new LeftOut(before + one.file(), one.reason())));
  }
}
