package io.vedette.console.run;

import java.util.OptionalDouble;

/** The maker of runs from the stages, by the code of the commands. Thread-safe. */
public interface RunMaker {
  /**
   * Checks that this process may make a run, and creates its topics.
   *
   * @throws io.vedette.runtime.Failure of action STOP when it may not
   */
  void prepare(RunOrder order);

  /**
   * Begins a run, or continues one of the same name; returns once its model is loaded.
   *
   * @throws io.vedette.runtime.Failure of action STOP when the model cannot be used
   */
  Work begin(RunOrder order, ModelFile model);

  /** The work on a run. Thread-safe; caller closes. */
  interface Work extends AutoCloseable {
    /** The number of frames whose detections are committed. */
    long inferred();

    /** The share of a replay that is read, 0–1; empty while it is unknown. */
    OptionalDouble progress();

    /** Whether the model of a shadow was promoted, and its worker is one of the live ones now. */
    boolean isLive();

    /**
     * Whether all is done.
     *
     * @throws io.vedette.runtime.Failure what the run failed with
     */
    boolean isDone();

    /** Ends the work in order, and waits. */
    @Override
    void close();
  }
}
