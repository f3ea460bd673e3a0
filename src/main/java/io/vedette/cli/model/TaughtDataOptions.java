package io.vedette.cli.model;

import java.util.List;
import picocli.CommandLine.Option;

/**
 * The options that name data sets to train with, some of them labelled by teachers only. Filled by
 * picocli.
 */
final class TaughtDataOptions extends ShownDataOptions {
  @Option(
      names = "--unlabelled",
      paramLabel = "[NAME=]FOLDER[:WEIGHT]",
      description = "Pictures without labels, which are used only with a teacher; repeatable.")
  private List<String> unlabelled = List.of();

  @Override
  List<String> unlabelled() {
    return unlabelled;
  }
}
