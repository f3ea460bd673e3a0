package io.vedette.model.data;

import io.vedette.file.FileReason;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of one place of a data set: the pictures, and the places of their labels. Files that
 * are ignored are reported. Confined to one thread.
 */
final class PictureFiles {
  private static final Set<String> READABLE =
      Set.of("jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff");

  /** Kinds that others read, so that someone would miss them. */
  private static final Set<String> UNREADABLE =
      Set.of("webp", "heic", "heif", "avif", "jxl", "jp2", "dng", "mpo");

  /**
   * The beginning of the names of files that macOS puts beside others where a disk has no place for
   * its own notes.
   */
  private static final String COMPANION = "._";

  private static final String IMAGES = "images";
  private static final String LABELS = "labels";
  private static final String CLASSES = "classes.txt";

  private final Path root;
  private final Path place;
  private final List<LeftOut> leftOut;
  private final boolean isList;
  private final List<Path> all;

  /**
   * @param root the folder that file names in messages are relative to
   * @param place a folder, or a text file that lists pictures
   * @param leftOut gets what is passed over
   */
  PictureFiles(Path root, Path place, List<LeftOut> leftOut) throws IOException {
    this.root = root.toAbsolutePath().normalize();
    this.place = place;
    this.leftOut = leftOut;
    this.isList = Files.isRegularFile(place);
    this.all = isList ? listed() : walk(place);
  }

  /** Pictures of a folder by name, or those that are listed, in their order. */
  List<Path> pictures() {
    return isList ? all : all.stream().filter(this::isPicture).toList();
  }

  /** Notes the labels that no picture of a folder has. */
  void noteOrphans() throws IOException {
    Path labels = withLabels(place);
    if (isList || labels.equals(place)) {
      return;
    }
    Set<String> pictures =
        all.stream()
            .map(file -> stem(place.relativize(file).toString()))
            .collect(Collectors.toSet());
    for (Path file : walk(labels)) {
      boolean isLabel = ending(file).equals("txt") && !file.endsWith(CLASSES);
      if (isLabel && !pictures.contains(stem(labels.relativize(file).toString()))) {
        note(file, "a label without its picture in " + shown(place));
      }
    }
  }

  /** Within the place it was found in. */
  String name(Path file) {
    Path name = file.startsWith(place) ? place.relativize(file) : file.getFileName();
    return name.toString().replace('\\', '/');
  }

  /** The {@code …/labels/…/name.txt} of {@code …/images/…/name.jpg}; it need not be there. */
  static Path labels(Path picture) {
    Path beside = withLabels(picture.toAbsolutePath());
    return beside.resolveSibling(stem(beside.getFileName().toString()) + ".txt");
  }

  void note(Path file, String reason) {
    leftOut.add(new LeftOut(shown(file), reason));
  }

  void note(Path file, IOException reason) {
    String text =
        reason instanceof NoSuchFileException
            ? "listed, but there is no such file"
            : FileReason.of(reason);
    note(file, text);
  }

  /** A file's name in messages. */
  String shown(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    Path shown = whole.startsWith(root) ? root.relativize(whole) : whole;
    return shown.toString().replace('\\', '/');
  }

  private List<Path> listed() throws IOException {
    @Nullable Path folder = place.toAbsolutePath().getParent();
    List<Path> files = new ArrayList<>();
    for (String line : TextFile.lines(place)) {
      try {
        files.add(folder == null ? Path.of(line) : folder.resolve(line).normalize());
      } catch (InvalidPathException e) {
        leftOut.add(new LeftOut(line, "no name that a file can have: " + e.getReason()));
      }
    }
    return files;
  }

  /**
   * Whether a file's name is text in this program's encoding: else no label can be read from it. A
   * name that was written in another encoding is not.
   */
  private static boolean isNameText(Path file) {
    try {
      return file.resolveSibling(file.getFileName().toString()).equals(file);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private boolean isPicture(Path file) {
    if (UNREADABLE.contains(ending(file))) {
      note(file, "expected a JPEG, PNG, BMP, GIF or TIFF picture, found " + ending(file));
    }
    return READABLE.contains(ending(file)) && !file.getFileName().toString().startsWith(COMPANION);
  }

  /** All files in a folder and the folders in it, links followed, by name. */
  private List<Path> walk(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
              if (about.isSymbolicLink()) {
                note(file, "a link to a file that does not exist");
              } else if (!isNameText(file)) {
                note(file, "a name that cannot be read here; rename it, or set LC_ALL=C.UTF-8");
              } else {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              note(file, e);
              return FileVisitResult.CONTINUE;
            }
          });
    }
    Collections.sort(files);
    return files;
  }

  /** The path with its last name {@code images} replaced by {@code labels}. */
  private static Path withLabels(Path path) {
    @Nullable Path name = path.getFileName();
    @Nullable Path parent = path.getParent();
    if (name != null && name.toString().equals(IMAGES)) {
      return path.resolveSibling(LABELS);
    }
    return name == null || parent == null ? path : withLabels(parent).resolve(name);
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
