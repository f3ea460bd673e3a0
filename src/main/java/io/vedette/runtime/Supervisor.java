package io.vedette.runtime;

/**
 * The supervisor of parts of a process, which decides what a failure in one of them means.
 * Thread-safe.
 *
 * <p>Every {@link Worker} has one; {@link Supervision} makes the two kinds there are.
 */
public interface Supervisor {
  /** What a failed part does next. */
  enum Verdict {
    /** The failure was of one item, which is counted; the next one may be fine. */
    SKIP,
    /** The same is tried again after a wait that grows with each failure in a row. */
    RETRY,
    /** All the part had open is closed, and the part starts from its beginning after a wait. */
    RESTART,
    /** The part ends, and the whole process with it. */
    END
  }

  /** A part works from now on; health asks it. */
  void began(Part part);

  /** A part has ended as it was asked to; health asks it no longer. */
  void ended(Part part);

  /**
   * A part is about to begin a round of its work, on its own thread; what this throws, the part
   * fails with.
   */
  default void round(Part part) throws InterruptedException {}

  /** Tells what becomes of a part that failed, and has the process ended where need be. */
  Verdict failed(Part part, Throwable failure);
}
