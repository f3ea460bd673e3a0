package io.vedette.model.data;

import io.vedette.file.FileReason;
import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * The labels that replace a data set's own, file by file, and the pictures that are not trained
 * with. All of it is read in advance. Confined to one thread.
 */
final class LabelOverlay {
  /** The folder that label files are relative to, in a set and in an overlay. */
  private static final String LABELS = "labels";

  private static final String IMAGES = "images";
  private static final String LEFT_OUT = "left-out.txt";
  private static final String NAMES = "names.txt";
  private static final int DEPTH = 6;

  private final Path place;
  private final Map<String, String> texts = new HashMap<>();
  private final Set<String> leftOut = new HashSet<>();
  private final Set<String> used = new HashSet<>();
  private List<String> names = List.of();
  private int omitted;

  private LabelOverlay(Path place) {
    this.place = place;
  }

  /** One that changes nothing. */
  static LabelOverlay none() {
    return new LabelOverlay(Path.of(""));
  }

  /**
   * Reads a folder or a zip.
   *
   * @throws Failure of action STOP when it has no labels
   */
  static LabelOverlay read(Path place) {
    LabelOverlay overlay = new LabelOverlay(place);
    try {
      if (!place.toString().toLowerCase(Locale.ROOT).endsWith(".zip")) {
        overlay.readFolder(place);
      } else {
        try (FileSystem zip = FileSystems.newFileSystem(place)) {
          overlay.readFolder(zip.getPath("/"));
        }
      }
    } catch (ProviderNotFoundException | ZipException e) {
      throw Failure.stop("labels " + place + " is no usable zip file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw Failure.stop("labels %s cannot be read: %s".formatted(place, FileReason.of(e)), e);
    }
    if (overlay.texts.isEmpty() && overlay.leftOut.isEmpty()) {
      throw Failure.stop(
          "labels %s: expected labels/…/NAME.txt or left-out.txt, found neither".formatted(place));
    }
    return overlay;
  }

  private void readFolder(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder, DEPTH)) {
      for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
        readFile(file);
      }
    }
  }

  private void readFile(Path file) throws IOException {
    String name = file.getFileName().toString();
    Optional<String> key = after(LABELS, file);
    if (name.equals(LEFT_OUT)) {
      TextFile.lines(file).forEach(line -> leftOut.add(pictureKey(Path.of(line))));
    } else if (name.equals(NAMES)) {
      names = TextFile.names(file);
    } else if (key.isPresent() && name.endsWith(".txt")) {
      texts.put(key.get(), TextFile.readLeniently(file));
    }
  }

  /**
   * Compares the classes of the labels, where they are given, with a set's.
   *
   * @throws Failure of action STOP when they differ
   */
  void requireNames(List<String> expected) {
    if (!names.isEmpty() && !names.equals(expected)) {
      throw Failure.stop(
          "labels %s are of the classes %s, the set's are %s".formatted(place, names, expected));
    }
  }

  /** The labels of a picture, if there are any for it here. */
  Optional<String> text(Path labels) {
    Optional<String> key = after(LABELS, labels).filter(texts::containsKey);
    key.ifPresent(used::add);
    return key.map(texts::get);
  }

  /** Whether a picture is not to be trained with. */
  boolean isLeftOut(Path picture) {
    boolean isListed = !leftOut.isEmpty() && leftOut.contains(pictureKey(picture));
    omitted += isListed ? 1 : 0;
    return isListed;
  }

  /**
   * Logs how many pictures got labels, after all pictures of the set.
   *
   * @throws Failure of action STOP when it had nothing to do with the set
   */
  void finish(Path set, List<LeftOut> notes) {
    if (used.isEmpty() && omitted == 0 && !(texts.isEmpty() && leftOut.isEmpty())) {
      throw Failure.stop(
          "labels %s belong to no picture of %s; expected the same names in both"
              .formatted(place, set));
    }
    if (omitted > 0) {
      notes.add(new LeftOut(LEFT_OUT, Count.pictures(omitted) + " that it lists"));
    }
    if (used.size() < texts.size()) {
      int orphans = texts.size() - used.size();
      notes.add(
          new LeftOut(
              place.toString(), Count.of(orphans, "label") + " of pictures that are not there"));
    }
  }

  private static String pictureKey(Path picture) {
    return after(IMAGES, picture).orElse(picture.toString().replace('\\', '/'));
  }

  /** The rest of a path after the last folder of this name. */
  private static Optional<String> after(String folder, Path path) {
    for (int i = path.getNameCount() - 2; i >= 0; i--) {
      if (path.getName(i).toString().equals(folder)) {
        return Optional.of(path.subpath(i + 1, path.getNameCount()).toString().replace('\\', '/'));
      }
    }
    return Optional.empty();
  }
}
