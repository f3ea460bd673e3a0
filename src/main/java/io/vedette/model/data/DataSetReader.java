package io.vedette.model.data;

import io.vedette.geometry.Size;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a whole data set once, checks it, and keeps its pictures. Confined to one thread. */
public final class DataSetReader {
  private static final Set<String> PICTURES = Set.of("jpg", "jpeg", "png", "bmp", "gif");

  private final int longest;
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final PictureStore store = new PictureStore();
  private final MessageDigest digest = sha256();

  private DataSetReader(int longest) {
    this.longest = longest;
  }

  /**
   * Reads YOLO folders, a zip of them, or a {@code data.yaml}; caller closes the result.
   *
   * @param longest side a picture is kept with; larger ones are shrunk
   * @throws Failure of action STOP when there is nothing to train with
   */
  public static DataSet read(Path place, int longest) {
    DataSetReader reader = new DataSetReader(longest);
    try {
      return reader.read(place);
    } catch (NoSuchFileException e) {
      reader.store.close();
      throw Failure.stop("data " + e.getMessage() + " does not exist", e);
    } catch (IOException e) {
      reader.store.close();
      throw Failure.stop("data %s cannot be read: %s".formatted(place, e.getMessage()), e);
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
    DataSetReader reader = new DataSetReader(longest);
    try {
      return reader.read(folder, new DataLayout(List.of("object"), List.of(), List.of(folder)));
    } catch (IOException e) {
      reader.store.close();
      throw Failure.stop("pictures %s cannot be read: %s".formatted(folder, e.getMessage()), e);
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
      return read(place, DataLayout.of(zip.getPath("/")));
    } catch (java.nio.file.ProviderNotFoundException | java.util.zip.ZipException e) {
      throw Failure.stop("data " + place + " is no zip file: " + e.getMessage(), e);
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
        for (Path file : files(place)) {
          read(place, file, labels, reader).ifPresent(pictures::add);
        }
      }
    }
    return pictures;
  }

  private java.util.Optional<LabelledPicture> read(
      Path place, Path file, YoloLabels labels, PictureReader reader) throws IOException {
    String name = name(place, file);
    try {
      byte[] original = Files.readAllBytes(file);
      PictureReader.ReadPicture picture = reader.read(original);
      String text = labelsOf(file);
      digest.update(original);
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      Size size = picture.size();
      return java.util.Optional.of(
          new LabelledPicture(
              name,
              size,
              store.add(picture.jpeg()),
              picture.jpeg().length,
              labels.parse(stem(name) + ".txt", text)));
    } catch (NoSuchFileException e) {
      leftOut.add(new LeftOut(name, "listed, but there is no such file"));
    } catch (Failure e) {
      if (e.action() != Failure.Action.SKIP) {
        throw e;
      }
      leftOut.add(new LeftOut(name, String.valueOf(e.getMessage())));
    }
    return java.util.Optional.empty();
  }

  /** Within the folder it was found in. */
  private static String name(Path place, Path file) {
    Path name = file.startsWith(place) ? place.relativize(file) : file.getFileName();
    return name.toString().replace('\\', '/');
  }

  /** Pictures of a folder, or those that a text file lists, by name. */
  private static List<Path> files(Path place) throws IOException {
    if (Files.isRegularFile(place)) {
      Path folder = place.toAbsolutePath().getParent();
      return Files.readAllLines(place).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .map(line -> folder == null ? Path.of(line) : folder.resolve(line).normalize())
          .toList();
    }
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(place)) {
      return files.filter(Files::isRegularFile).filter(DataSetReader::isPicture).sorted().toList();
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return PICTURES.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /** The text of {@code …/labels/…/name.txt} beside {@code …/images/…/name.jpg}; empty if none. */
  private static String labelsOf(Path picture) throws IOException {
    String path = picture.toString();
    int images = Math.max(path.lastIndexOf("/images/"), path.lastIndexOf("\\images\\"));
    String beside = images < 0 ? path : replaceImages(path, images);
    Path labels = picture.getFileSystem().getPath(stem(beside) + ".txt");
    return Files.exists(labels) ? Files.readString(labels, StandardCharsets.ISO_8859_1) : "";
  }

  private static String replaceImages(String path, int at) {
    return path.substring(0, at + 1) + "labels" + path.substring(at + "/images".length());
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
