package io.vedette.cli.model;

import io.vedette.model.teaching.TeacherPanel;
import io.vedette.model.train.Teacher;
import io.vedette.runtime.Failure;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options that name teachers besides the labels. Filled by picocli. */
final class TeacherOptions {
  private static final String SEPARATOR = File.pathSeparator;

  @Option(
      names = "--teacher",
      paramLabel = "ONNX",
      description =
          "Detector that says what else is in the pictures, and how sure it is: any that a worker"
              + " runs; classes are matched by name; repeatable.")
  private List<Path> teachers = List.of();

  @Option(
      names = "--teachers",
      paramLabel = "turns|mean",
      defaultValue = "turns",
      description =
          "Of several teachers, one looks at a picture by chance, or all of them, whose mean counts"
              + " (default: ${DEFAULT-VALUE}).")
  private TeacherPanel.Mode mode = TeacherPanel.Mode.TURNS;

  @Option(
      names = "--taught",
      paramLabel = "0-1",
      defaultValue = "1",
      description =
          "Share of the pictures for which a teacher is used (default: ${DEFAULT-VALUE}).")
  private double taught;

  /** Share of the pictures for which a teacher is used. */
  double taught() {
    return taught;
  }

  /**
   * Checks that the files of the teachers are there.
   *
   * @throws Failure of action STOP when one is not
   */
  void requireFiles() {
    teachers.forEach(file -> InputFile.require("--teacher", file));
  }

  boolean isEmpty() {
    return teachers.isEmpty();
  }

  /** For the checkpoint; empty when there is none. */
  String text() {
    return teachers.isEmpty()
        ? ""
        : teachers.stream()
            .map(file -> file.toAbsolutePath().toString())
            .collect(Collectors.joining(SEPARATOR, mode.wireName() + SEPARATOR, ""));
  }

  /** The teachers of a text that {@link #text} gave. */
  static Teacher open(String text, List<String> names) {
    if (text.isEmpty()) {
      return Teacher.NONE;
    }
    List<String> words = Arrays.asList(text.split(java.util.regex.Pattern.quote(SEPARATOR), -1));
    List<Path> files = words.stream().skip(1).map(Path::of).toList();
    TeacherPanel.Mode mode =
        TeacherPanel.Mode.valueOf(words.get(0).toUpperCase(java.util.Locale.ROOT));
    return TeacherPanel.open(files, mode, names);
  }
}
