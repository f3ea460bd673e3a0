package io.vedette.model.data;

import io.vedette.runtime.Failure;
import io.vedette.runtime.FileReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipException;

/** Reads a whole data set once, checks it, and keeps its pictures. Confined to one thread. */
public final class DataSetReader {
  private final int longest;
  private final boolean isLabelled;
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final PictureStore store = new PictureStore();
  private final MessageDigest digest = sha256();

  /** What files are told relative to. */
  private Path root;

  private DataSetReader(Path place, int longest, boolean isLabelled) {
    this.root = Files.isDirectory(place) ? place : DataLayout.parent(place);
    this.longest = longest;
    this.isLabelled = isLabelled;
  }

  /**
   * Reads YOLO folders, a zip of them, or a {@code data.yaml}; caller closes the result.
   *
   * @param longest side a picture is kept with; larger ones are shrunk
   * @throws Failure of action STOP when there is nothing to train with
   */
  public static DataSet read(Path place, int longest) {
    DataSetReader reader = new DataSetReader(place, longest, true);
    try {
      return reader.read(place);
    } catch (NoSuchFileException e) {
      reader.store.close();
      throw Failure.stop("data " + e.getMessage() + " does not exist", e);
    } catch (IOException e) {
      reader.store.close();
      throw Failure.stop("data %s cannot be read: %s".formatted(place, FileReason.of(e)), e);
    } catch (RuntimeException e) {
      reader.store.close();
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
    if (!Files.isDirectory(folder)) {
      String found = Files.exists(folder) ? "a file" : "nothing of that name";
      throw Failure.stop("pictures %s: expected a folder, found %s".formatted(folder, found));
    }
    DataSetReader reader = new DataSetReader(folder, longest, false);
    try {
      return reader.read(folder, new DataLayout(List.of("object"), List.of(), List.of(folder)));
    } catch (IOException e) {
      reader.store.close();
      throw Failure.stop("pictures %s cannot be read: %s".formatted(folder, FileReason.of(e)), e);
    } catch (RuntimeException e) {
      reader.store.close();
      throw e;
    }
  }

  private DataSet read(Path place) throws IOException {
    if (!place.toString().toLowerCase(Locale.ROOT).endsWith(".zip")) {
      if (!Files.exists(place)) {
        throw new NoSuchFileException(place.toString());
      }
      return read(place, DataLayout.of(place));
    }
    try (FileSystem zip = FileSystems.newFileSystem(place)) {
      root = zip.getPath("/");
      return read(place, DataLayout.in(root, place));
    } catch (ProviderNotFoundException | ZipException e) {
      throw Failure.stop("data " + place + " is no usable zip file: " + e.getMessage(), e);
    }
  }

  private DataSet read(Path place, DataLayout layout) throws IOException {
    if (layout.names().isEmpty()) {
      throw Failure.stop("data " + place + " names no classes");
    }
    List<LabelledPicture> train = pictures(layout.train(), layout.names().size());
    List<LabelledPicture> val = pictures(layout.val(), layout.names().size());
    if (train.isEmpty() && val.isEmpty()) {
      throw Failure.stop("data " + place + " has no usable picture" + example());
    }
    return new DataSet(
        layout.names(), train, val, leftOut, HexFormat.of().formatHex(digest.digest()), store);
  }

  private String example() {
    return leftOut.isEmpty()
        ? ""
        : "; %d left out, as %s".formatted(leftOut.size(), leftOut.get(0));
  }

  private List<LabelledPicture> pictures(List<Path> places, int classes) throws IOException {
    YoloLabels labels = new YoloLabels(classes, leftOut);
    List<LabelledPicture> pictures = new ArrayList<>();
    try (PictureReader reader = new PictureReader(longest)) {
      for (Path place : places) {
        PictureFiles files = new PictureFiles(root, place, leftOut);
        for (Path file : files.pictures()) {
          read(file, files, labels, reader).ifPresent(pictures::add);
        }
        if (isLabelled) {
          files.noteOrphans();
        }
      }
    }
    return pictures;
  }

  private Optional<LabelledPicture> read(
      Path file, PictureFiles files, YoloLabels labels, PictureReader reader) {
    try {
      byte[] original = Files.readAllBytes(file);
      PictureReader.ReadPicture picture = reader.read(original);
      Path beside = PictureFiles.labels(file);
      String text = isLabelled && Files.exists(beside) ? TextFile.readLeniently(beside) : "";
      digest.update(original);
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      byte[] jpeg = picture.jpeg();
      List<LabelledBox> boxes = labels.parse(files.shown(beside), text);
      return Optional.of(
          new LabelledPicture(
              files.name(file), picture.size(), store.add(jpeg), jpeg.length, boxes));
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
