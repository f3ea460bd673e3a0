package io.vedette.runtime;

/**
 * The supervisor of parts of a process, which decides what a failure in one of them means.
 * Thread-safe.
 *
 * <p>Every {@link Worker} has one; {@link Supervision} makes the two kinds there are.
 */
public interface Supervisor {
  /** The next step of a failed part. */
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

  /** Notes that a part has begun to work, so that health asks it. */
  void began(Part part);

  /** Notes that a part has ended as it was asked to, so that health asks it no longer. */
  void ended(Part part);

  /**
   * Notes that a part is about to begin a round of its work; called on the part's thread, which
   * fails with what this throws.
   */
  default void round(Part part) throws InterruptedException {}

  /** Decides the next step of a part that failed, and ends the process where that is necessary. */
  Verdict failed(Part part, Throwable failure);
}
