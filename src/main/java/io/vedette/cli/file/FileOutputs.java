package io.vedette.cli.file;

import io.vedette.camera.VideoSource;
import io.vedette.cli.option.OutputFile;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.file.FileReason;
import io.vedette.offline.AnnotatedCopy;
import io.vedette.runtime.Failure;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The outputs of {@code detect-file}. Confined to one thread. */
final class FileOutputs {
  @Option(
      names = "--json",
      paramLabel = "OUT.jsonl",
      description =
          "File for detections, tracks and events as lines of JSON (default: standard output, or"
              + " nothing with --video or --mot).")
  private @Nullable Path json;

  @Option(
      names = {"--video", "--annotate"},
      paramLabel = "OUT",
      description = "Annotated copy: .mp4 of a video, .jpg of a picture; a folder for several.")
  private @Nullable Path annotated;

  @Option(
      names = "--mot",
      paramLabel = "OUT.txt",
      description = "File for tracks, in the format of the MOT Challenge.")
  private @Nullable Path mot;

  private final Set<Path> copies = new HashSet<>();

  /** Whether tracks are asked for in the form of the MOT Challenge. */
  boolean isMot() {
    return mot != null;
  }

  /**
   * Checks that no input is overwritten, no output written twice, and that each can be written.
   *
   * @throws picocli.CommandLine.ParameterException when one is overwritten or written twice
   * @throws io.vedette.runtime.Failure of action STOP when one cannot be written
   */
  void requireApart(List<Path> inputs, @Nullable CommandSpec spec) {
    Map<String, Path> outputs = new LinkedHashMap<>();
    putIfGiven(outputs, "--json", json);
    putIfGiven(outputs, "--mot", mot);
    putIfGiven(outputs, "--video", annotated);
    outputs.forEach(
        (option, output) -> {
          if (isAmong(inputs, output)) {
            throw SettingsOptions.misuse(
                spec, "%s %s: is read as well; give another".formatted(option, output));
          }
        });
    List<Path> kept =
        outputs.values().stream()
            .filter(path -> !Files.exists(path) || Files.isRegularFile(path))
            .toList();
    if (Set.copyOf(kept).size() < kept.size()) {
      throw SettingsOptions.misuse(
          spec, String.join(", ", outputs.keySet()) + ": expected a file for each");
    }
    Stream.of(json, mot).filter(Objects::nonNull).forEach(OutputFile::require);
    if (annotated != null && !Files.isDirectory(annotated)) {
      OutputFile.require(annotated);
    }
  }

  /** The output for detections, tracks and events; caller closes. */
  OutputStream lines() {
    if (json != null) {
      return open(json);
    }
    return annotated == null && mot == null
        ? new BufferedOutputStream(new FileOutputStream(FileDescriptor.out))
        : OutputStream.nullOutputStream();
  }

  /** The output for tracks in the form of the MOT Challenge; caller closes. */
  OutputStream tracks() {
    return mot == null ? OutputStream.nullOutputStream() : open(mot);
  }

  /**
   * The annotated copy of one of the inputs, where one is asked for; caller closes.
   *
   * @throws Failure of action SKIP when it would replace an input or another's copy
   */
  @Nullable AnnotatedCopy copy(Path file, List<Path> inputs, VideoSource source) {
    if (annotated == null) {
      return null;
    }
    boolean isFolder = Files.isDirectory(annotated) || inputs.size() > 1;
    if (!isFolder) {
      return new AnnotatedCopy(annotated, source.fps());
    }
    try {
      Files.createDirectories(annotated);
    } catch (IOException e) {
      throw Failure.stop("folder " + annotated + " cannot be made: " + FileReason.of(e), e);
    }
    String ending = source.isPicture() ? ".jpg" : ".mp4";
    String stem = String.valueOf(file.getFileName()).replaceFirst("[.][^.]+$", "");
    Path copy = annotated.resolve(stem + ending);
    if (isAmong(inputs, copy) || !copies.add(copy)) {
      throw Failure.skip(
          "%s is left out: its copy would replace %s; give it a --video of its own"
              .formatted(file, copy),
          null);
    }
    return new AnnotatedCopy(copy, source.fps());
  }

  /** The failure when writing broke off. */
  Failure unwritable(IOException e) {
    String where =
        Stream.of(json, mot)
            .filter(Objects::nonNull)
            .map(String::valueOf)
            .collect(Collectors.joining(" or "));
    return Failure.stop(
        "%s cannot be written: %s"
            .formatted(where.isEmpty() ? "standard output" : where, FileReason.of(e)),
        e);
  }

  private static void putIfGiven(Map<String, Path> outputs, String option, @Nullable Path path) {
    if (path != null) {
      outputs.put(option, path.toAbsolutePath().normalize());
    }
  }

  private static boolean isAmong(List<Path> inputs, Path output) {
    return inputs.stream().anyMatch(input -> isSame(input, output));
  }

  private static boolean isSame(Path file, Path other) {
    try {
      return Files.exists(other) && Files.isSameFile(file, other);
    } catch (IOException e) {
      return false; // reading the file will report what is wrong
    }
  }

  private static OutputStream open(Path path) {
    try {
      return new BufferedOutputStream(Files.newOutputStream(path));
    } catch (IOException e) {
      throw Failure.stop(path + " cannot be written: " + FileReason.of(e), e);
    }
  }
}
