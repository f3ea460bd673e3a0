package io.vedette.model.data;

import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The layout of a data set's files: folders {@code images/train}, {@code images/val} with names in
 * {@code names.txt} or {@code classes.txt}, or a YOLOv5 {@code data.yaml}. Immutable.
 *
 * @param names the names of the classes by index
 * @param train folders or lists of pictures
 * @param val folders or lists of pictures
 */
record DataLayout(List<String> names, List<Path> train, List<Path> val) {
  private static final int DEPTH = 2;

  /** The folder in which macOS puts its own notes in zips. */
  private static final String MACOS = "__MACOSX";

  DataLayout {
    names = List.copyOf(names);
    train = List.copyOf(train);
    val = List.copyOf(val);
  }

  /** Finds out about a folder, or reads a {@code data.yaml}. */
  static DataLayout of(Path place) throws IOException {
    return Files.isRegularFile(place) ? ofYaml(place) : in(place, place);
  }

  /**
   * Finds out about a folder.
   *
   * @param place the folder in messages: the zip file whose root it is, or the folder itself
   */
  static DataLayout in(Path folder, Path place) throws IOException {
    @Nullable Path root = rootIn(folder, place);
    if (root == null) {
      throw Failure.stop(
          "data "
              + place
              + " has neither images/train, images/val nor a data.yaml; give YOLO folders, a zip of"
              + " them, or a data.yaml");
    }
    Path yaml = root.resolve("data.yaml");
    if (Files.exists(yaml)) {
      return ofYaml(yaml);
    }
    return new DataLayout(
        names(root, place),
        List.of(root.resolve("images").resolve("train")),
        List.of(root.resolve("images").resolve("val")));
  }

  /** The folder with the data in it, which may lie in another one, as zips often have it. */
  private static @Nullable Path rootIn(Path folder, Path place) throws IOException {
    if (isRoot(folder)) {
      return folder;
    }
    try (Stream<Path> folders = Files.walk(folder, DEPTH)) {
      List<Path> roots =
          folders
              .filter(inner -> !inner.startsWith(folder.resolve(MACOS)) && isRoot(inner))
              .sorted()
              .toList();
      if (roots.isEmpty()) {
        return null;
      }
      Path first = roots.get(0);
      for (Path other : roots) {
        if (!other.startsWith(first)) { // what lies in a data set is a part of it
          throw Failure.stop(
              "data %s holds several data sets, as %s and %s; give one of them"
                  .formatted(place, folder.relativize(first), folder.relativize(other)));
        }
      }
      return first;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isRoot(Path folder) {
    return Files.exists(folder.resolve("data.yaml"))
        || Files.isDirectory(folder.resolve("images").resolve("train"))
        || Files.isDirectory(folder.resolve("images").resolve("val"));
  }

  private static List<String> names(Path root, Path place) throws IOException {
    for (String file : List.of("names.txt", "classes.txt")) {
      if (Files.exists(root.resolve(file))) {
        return TextFile.names(root.resolve(file));
      }
    }
    throw Failure.stop(
        "data "
            + place
            + " names no classes; add names.txt with one name per line, or a data.yaml");
  }

  private static DataLayout ofYaml(Path yaml) throws IOException {
    Map<?, ?> keys = read(yaml);
    Path folder = parent(yaml);
    Path base =
        keys.get("path") == null ? folder : resolved(yaml, folder, keys.get("path").toString());
    List<String> names = TextFile.distinct(yaml, names(yaml, keys));
    List<Path> train = places(yaml, base, keys.get("train"));
    List<Path> val = places(yaml, base, keys.get("val"));
    if (train.isEmpty() && val.isEmpty()) {
      throw Failure.stop("data " + yaml + " says neither train nor val: no place with pictures");
    }
    return new DataLayout(names, train, val);
  }

  private static Map<?, ?> read(Path yaml) throws IOException {
    try {
      Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(TextFile.read(yaml));
      if (read instanceof Map<?, ?> keys) {
        return keys;
      }
    } catch (YAMLException e) {
      throw Failure.stop(
          "data %s is no YAML: %s"
              .formatted(yaml, String.valueOf(e.getMessage()).replaceAll("\\s+", " ")),
          e);
    }
    throw Failure.stop("data " + yaml + ": expected the keys train, val and names");
  }

  private static List<String> names(Path yaml, Map<?, ?> keys) {
    List<String> names = names(yaml, keys.get("names"));
    Object count = keys.get("nc");
    if (count != null && !count.toString().equals(Integer.toString(names.size()))) {
      throw Failure.stop(
          "data %s: nc is %s, but names has %s"
              .formatted(yaml, count, Count.classes(names.size())));
    }
    return names;
  }

  private static List<String> names(Path yaml, @Nullable Object names) {
    if (names instanceof Map<?, ?> byIndex) {
      SortedMap<Integer, String> sorted = new TreeMap<>();
      byIndex.forEach((index, name) -> sorted.put(index(yaml, index), String.valueOf(name)));
      if (!sorted.isEmpty() && (sorted.firstKey() != 0 || sorted.lastKey() != sorted.size() - 1)) {
        throw Failure.stop(
            "data %s: names: expected the indices 0–%d, found %s"
                .formatted(yaml, sorted.size() - 1, sorted.keySet()));
      }
      return List.copyOf(sorted.values());
    }
    if (names instanceof Collection<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    throw Failure.stop(
        "data " + yaml + " names no classes; add the key names with a list, or a map by index");
  }

  private static int index(Path yaml, Object key) {
    try {
      return Integer.parseInt(String.valueOf(key));
    } catch (NumberFormatException e) {
      throw Failure.stop("data " + yaml + ": names: expected a class index, found " + key, e);
    }
  }

  /** None where the key is left out or empty. */
  private static List<Path> places(Path yaml, Path base, @Nullable Object value) {
    List<Path> places = new ArrayList<>();
    for (Object one :
        value instanceof Collection<?> many ? many : Optional.ofNullable(value).stream().toList()) {
      places.add(place(yaml, base, String.valueOf(one)));
    }
    return places;
  }

  /** The path as written, or without the leading {@code ../} that exported sets are known for. */
  private static Path place(Path yaml, Path base, String text) {
    Path place = resolved(yaml, base, text).normalize();
    Path plain = resolved(yaml, parent(yaml), text.replaceFirst("^(\\.\\./)+", ""));
    if (!Files.exists(place) && !Files.exists(plain)) {
      throw Failure.stop("data " + yaml + ": there is no " + place);
    }
    return Files.exists(place) ? place : plain;
  }

  private static Path resolved(Path yaml, Path base, String text) {
    try {
      return base.resolve(text);
    } catch (InvalidPathException e) {
      throw Failure.stop(
          "data %s: %s is no name that a folder can have: %s"
              .formatted(yaml, text.replaceAll("\\p{Cntrl}", "?"), e.getReason()),
          e);
    }
  }

  static Path parent(Path file) {
    Path absolute = file.toAbsolutePath().getParent();
    return absolute == null ? file : absolute;
  }
}
