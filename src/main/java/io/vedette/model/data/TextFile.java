package io.vedette.model.data;

import io.vedette.file.FileReason;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Texts in UTF-8, with or without a byte order mark. */
public final class TextFile {
  private static final String MARK = "\uFEFF";

  private TextFile() {}

  /**
   * A file's text.
   *
   * @throws Failure of action STOP when it is no UTF-8
   */
  static String read(Path file) throws IOException {
    try {
      return unmarked(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw Failure.stop(file + ": expected text in UTF-8, found other bytes", e);
    }
  }

  /** A file's text, with something in the place of what is no UTF-8. */
  static String readLeniently(Path file) throws IOException {
    return unmarked(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  /** A file's lines without blanks around them and without empty ones. */
  static List<String> lines(Path file) throws IOException {
    return read(file).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /**
   * Class names, one per line.
   *
   * @throws Failure of action STOP when it cannot be read, names none, or a class twice
   */
  public static List<String> names(Path file) {
    try {
      List<String> names = distinct(file, lines(file));
      if (names.isEmpty()) {
        throw Failure.stop(file + ": expected class names, one on each line, found none");
      }
      return names;
    } catch (IOException e) {
      throw Failure.stop("names " + file + " cannot be read: " + FileReason.of(e), e);
    }
  }

  /** The names, checked to be distinct. */
  static List<String> distinct(Path file, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw Failure.stop(
            "%s: expected each class name once, found %s twice".formatted(file, name));
      }
    }
    return names;
  }

  private static String unmarked(String text) {
    return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
  }
}
