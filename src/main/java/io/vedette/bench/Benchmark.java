package io.vedette.bench;

import java.util.List;

/**
 * A benchmark that gives one row of the table, or a few that are measured together. Confined to one
 * thread.
 */
public interface Benchmark {
  /** The word that chooses it on the command line. */
  String name();

  /**
   * Measures.
   *
   * @throws io.vedette.runtime.Failure when it cannot be measured here; the others still can
   */
  List<Figure> run();
}
