package io.vedette.model.data;

import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipException;

/** The reader of one data set of a mix. Confined to one thread. */
final class SourceReader {
  /**
   * The content of a set.
   *
   * @param names the names of its own classes by index
   */
  record Read(List<String> names, List<LabelledPicture> train, List<LabelledPicture> val) {}

  private final DataSource source;
  private final OmittedWords omitted;
  private final MixStore shelf;
  private final LabelOverlay overlay;
  private final List<LeftOut> leftOut = new ArrayList<>();

  /** The folder that file names in messages are relative to. */
  private Path root;

  SourceReader(DataSource source, OmittedWords omitted, MixStore shelf) {
    this.source = source;
    this.omitted = omitted;
    this.shelf = shelf;
    Path place = source.place();
    this.root = Files.isDirectory(place) ? place : DataLayout.parent(place);
    this.overlay =
        source.labels() == null ? LabelOverlay.none() : LabelOverlay.read(source.labels());
  }

  /** The files and labels that were left out. */
  List<LeftOut> leftOut() {
    return leftOut;
  }

  /**
   * Reads the set.
   *
   * @param wanted classes, which the labels' are matched with by name; the set's own if empty
   * @throws Failure of action STOP when it has no usable picture, or other classes
   */
  Read read(List<String> wanted) throws IOException {
    Path place = source.place();
    if (!place.toString().toLowerCase(Locale.ROOT).endsWith(".zip")) {
      if (!Files.exists(place)) {
        throw new NoSuchFileException(place.toString());
      }
      return read(DataLayout.of(place), wanted);
    }
    try (FileSystem zip = FileSystems.newFileSystem(place)) {
      root = zip.getPath("/");
      return read(DataLayout.in(root, place), wanted);
    } catch (ProviderNotFoundException | ZipException e) {
      throw Failure.stop("data " + place + " is no usable zip file: " + e.getMessage(), e);
    }
  }

  /** Reads a set whose places are known. */
  Read read(DataLayout layout, List<String> wanted) throws IOException {
    if (layout.names().isEmpty()) {
      throw Failure.stop("data " + source.place() + " names no classes");
    }
    overlay.requireNames(layout.names());
    ClassOrder order = ClassOrder.between(source, layout.names(), wanted);
    List<LabelledPicture> train = pictures(layout.train(), order, true);
    List<LabelledPicture> val = pictures(layout.val(), order, false);
    if (train.isEmpty() && val.isEmpty()) {
      throw Failure.stop("data " + source.place() + " has no usable picture" + example());
    }
    overlay.finish(source.place(), leftOut);
    return new Read(layout.names(), train, val);
  }

  private String example() {
    return leftOut.isEmpty()
        ? ""
        : "; %d left out, as %s".formatted(leftOut.size(), leftOut.get(0));
  }

  private List<LabelledPicture> pictures(List<Path> places, ClassOrder order, boolean isTrain)
      throws IOException {
    List<LabelledPicture> pictures = new ArrayList<>();
    try (PictureReader reader = new PictureReader(shelf.longest())) {
      for (Path place : places) {
        PictureFiles files = new PictureFiles(root, place, leftOut);
        for (Path file : files.pictures()) {
          if (!isOmitted(files.name(file), file, isTrain)) {
            read(file, files, order, reader).ifPresent(pictures::add);
          }
        }
        if (source.isLabelled()) {
          files.noteOrphans();
        }
      }
    }
    return pictures;
  }

  private boolean isOmitted(String name, Path file, boolean isTrain) {
    return omitted.has(DataMix.firstWord(name)) || (isTrain && overlay.isLeftOut(file));
  }

  private Optional<LabelledPicture> read(
      Path file, PictureFiles files, ClassOrder order, PictureReader reader) {
    try {
      byte[] original = Files.readAllBytes(file);
      PictureReader.ReadPicture picture = reader.read(original);
      Path beside = PictureFiles.labels(file);
      String text = source.isLabelled() ? labels(beside) : "";
      shelf.count(original, text);
      byte[] jpeg = picture.jpeg();
      YoloLabels labels = new YoloLabels(order.size(), leftOut);
      List<LabelledBox> boxes = order.apply(labels.parse(files.shown(beside), text));
      String name = files.name(file);
      Showing showing = omitted.mix().showing(source, DataMix.firstWord(name));
      return Optional.of(
          new LabelledPicture(
              name, picture.size(), shelf.store().add(jpeg), jpeg.length, boxes, showing));
    } catch (IOException e) {
      files.note(file, e);
    } catch (Failure e) {
      if (e.action() != Failure.Action.SKIP) {
        throw e;
      }
      files.note(file, String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private String labels(Path beside) throws IOException {
    Optional<String> over = overlay.text(beside);
    if (over.isPresent()) {
      return over.get();
    }
    return Files.exists(beside) ? TextFile.readLeniently(beside) : "";
  }
}
