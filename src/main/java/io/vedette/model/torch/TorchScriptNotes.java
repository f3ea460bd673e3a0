package io.vedette.model.torch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.model.layer.BatchNorm;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The entries of a TorchScript file, which is a zip, besides its weights. Immutable.
 *
 * @param names the names of the classes by index; empty when it does not say
 * @param size largest side of the pictures it was written for, in pixels; 0 when it does not say
 * @param epsilon number that its batch normalisations add to the variance
 */
record TorchScriptNotes(List<String> names, int size, double epsilon) {
  private static final String NOTES = "/extra/config.txt";
  private static final Pattern NORM =
      Pattern.compile("torch\\.batch_norm\\([^)]*?(?:True|False), [0-9.e+-]+, ([0-9.e+-]+), ");

  TorchScriptNotes {
    names = List.copyOf(names);
  }

  /**
   * Reads a file.
   *
   * @throws Failure of action STOP when its normalisations differ from one another
   */
  static TorchScriptNotes read(Path file) throws IOException {
    Set<Double> epsilons = new TreeSet<>();
    JsonNode notes = new ObjectMapper().createObjectNode();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (entry.getName().endsWith(NOTES)) {
          notes = new ObjectMapper().readTree(text(zip, entry));
        } else if (entry.getName().endsWith(".py")) {
          NORM.matcher(text(zip, entry))
              .results()
              .map(TorchScriptNotes::epsilon)
              .forEach(epsilons::add);
        }
      }
    }
    if (epsilons.size() > 1) {
      throw Failure.stop(
          "weights %s: expected one epsilon in all batch normalisations, found %s"
              .formatted(file, epsilons));
    }
    double epsilon = epsilons.stream().findFirst().orElse(BatchNorm.EPSILON);
    return new TorchScriptNotes(names(notes), size(notes), epsilon);
  }

  private static String text(ZipFile zip, ZipEntry entry) throws IOException {
    return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }

  private static double epsilon(MatchResult norm) {
    return Double.parseDouble(norm.group(1));
  }

  /** A list, or an object with the indices as keys, in their order. */
  private static List<String> names(JsonNode notes) {
    List<String> names = new ArrayList<>();
    JsonNode given = notes.path("names");
    for (int i = 0; i < given.size(); i++) {
      names.add((given.isArray() ? given.path(i) : given.path(Integer.toString(i))).asText());
    }
    return names;
  }

  /** The larger side of the shape {@code [batch, channels, height, width]}. */
  private static int size(JsonNode notes) {
    return Math.max(notes.path("shape").path(2).asInt(), notes.path("shape").path(3).asInt());
  }
}
