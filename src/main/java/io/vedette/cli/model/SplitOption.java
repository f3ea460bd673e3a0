package io.vedette.cli.model;

import io.vedette.model.data.DataPart;
import io.vedette.model.data.DataSet;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that names the part of a data set to measure with. Filled by picocli. */
final class SplitOption {
  @Option(
      names = "--split",
      defaultValue = "val",
      paramLabel = "PART",
      description = "Part of the data: val or train (default: ${DEFAULT-VALUE}).")
  private Split split = Split.VAL;

  /** The pictures of this part, by {@link Split#parts}. */
  List<DataPart> parts(DataSet set, DataOptions data) {
    return split.parts(set, data.toString());
  }
}
