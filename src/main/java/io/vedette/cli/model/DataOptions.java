package io.vedette.cli.model;

import io.vedette.cli.option.SettingsOptions;
import io.vedette.model.data.DataMix;
import io.vedette.model.data.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that name a command's data sets. Filled by picocli. */
class DataOptions {
  /** The names of all options for data. */
  static final Set<String> NAMES =
      Set.of("--data", "--labels", "--unlabelled", "--leave-out", "--widen");

  private static final Pattern NAMED = Pattern.compile("([\\p{L}\\p{N}_.-]+)=(.+)");
  private static final Pattern WEIGHED = Pattern.compile("(.+):(\\d+(?:\\.\\d+)?)");

  @Option(
      names = "--data",
      paramLabel = "[NAME=]PLACE[:WEIGHT]",
      description =
          "YOLO folders, a zip of them, or a data.yaml; repeatable: the sets are read as one and"
              + " measured apart. WEIGHT says how often a set's pictures are shown in a training (default:"
              + " 1).")
  private List<String> data = List.of();

  @Option(
      names = "--labels",
      paramLabel = "NAME=PLACE",
      description =
          "Folder or zip with labels/… that count in place of those of the set NAME, and maybe"
              + " left-out.txt, which lists pictures not to train with; repeatable.")
  private List<String> labels = List.of();

  @Option(
      names = "--leave-out",
      paramLabel = "WORD",
      split = ",",
      description = "Pictures whose names begin with this word are not read; repeatable.")
  private List<String> omitted = List.of();

  /** The places of pictures without labels. */
  List<String> unlabelled() {
    return List.of();
  }

  /** The factors by which pictures are widened, by the words that their names begin with. */
  Map<String, Double> widened() {
    return Map.of();
  }

  boolean isEmpty() {
    return data.isEmpty();
  }

  /** The sets as they were given. */
  @Override
  public String toString() {
    return String.join(", ", data);
  }

  /**
   * The sets, of which there must be one at least.
   *
   * @throws picocli.CommandLine.ParameterException when there is none
   */
  DataMix required(@Nullable CommandSpec spec) {
    if (data.isEmpty()) {
      throw SettingsOptions.misuse(spec, "missing --data=PLACE");
    }
    return mix(spec);
  }

  /**
   * The sets, places made absolute.
   *
   * @throws picocli.CommandLine.ParameterException when they contradict each other
   */
  DataMix mix(@Nullable CommandSpec spec) {
    try {
      Map<String, Path> overlays = new LinkedHashMap<>();
      for (String text : labels) {
        Matcher named = NAMED.matcher(text);
        if (!named.matches()) {
          throw new IllegalArgumentException("--labels: expected NAME=PLACE, found " + text);
        }
        overlays.put(named.group(1), Path.of(named.group(2)).toAbsolutePath());
      }
      List<DataSource> sources = new ArrayList<>();
      data.forEach(text -> sources.add(source(text, overlays, true)));
      unlabelled().forEach(text -> sources.add(source(text, overlays, false)));
      refuseUnused(overlays, sources);
      return new DataMix(sources, omitted, widened());
    } catch (IllegalArgumentException e) {
      throw SettingsOptions.misuse(spec, e);
    }
  }

  /** The source of a place, which may itself look as if it had a name or a weight. */
  private static DataSource source(String text, Map<String, Path> overlays, boolean isLabelled) {
    if (Files.exists(Path.of(text))) {
      return source("", text, 1, overlays, isLabelled);
    }
    Matcher named = NAMED.matcher(text);
    String name = named.matches() ? named.group(1) : "";
    String rest = named.matches() ? named.group(2) : text;
    Matcher weighed = WEIGHED.matcher(rest);
    if (Files.exists(Path.of(rest)) || !weighed.matches()) {
      return source(name, rest, 1, overlays, isLabelled);
    }
    double weight = Double.parseDouble(weighed.group(2));
    return source(name, weighed.group(1), weight, overlays, isLabelled);
  }

  private static DataSource source(
      String name, String place, double weight, Map<String, Path> overlays, boolean isLabelled) {
    Path path = Path.of(place).toAbsolutePath();
    String called = name.isEmpty() ? DataSource.nameOf(path) : name;
    @Nullable Path labels = isLabelled ? overlays.get(called) : null;
    return new DataSource(called, path, labels, weight, isLabelled);
  }

  private static void refuseUnused(Map<String, Path> overlays, List<DataSource> sources) {
    for (String name : overlays.keySet()) {
      if (sources.stream().noneMatch(one -> one.isLabelled() && one.name().equals(name))) {
        throw new IllegalArgumentException(
            "--labels %s: there is no set of that name; the sets are %s"
                .formatted(name, sources.stream().map(DataSource::name).toList()));
      }
    }
  }
}
