package io.vedette.cli.model;

import java.util.Map;
import picocli.CommandLine.Option;

/** The options that name data sets to train with. Filled by picocli. */
class ShownDataOptions extends DataOptions {
  @Option(
      names = "--widen",
      paramLabel = "WORD=FACTOR",
      split = ",",
      description =
          "Widens training pictures whose names begin with this word, half of"
              + " the times; repeatable.")
  private Map<String, Double> widened = Map.of();

  @Override
  Map<String, Double> widened() {
    return widened;
  }
}
