package io.vedette.tracking;

/**
 * The motion gate's statement about the time since the previous frame: whether nothing moved.
 * Immutable.
 *
 * @param still number of frames in between that were left out, since nothing moved in them
 * @param isQuiet whether nothing moved in the frame itself either
 */
public record StillPeriod(long still, boolean isQuiet) {
  /** No still period is known. */
  public static final StillPeriod NONE = new StillPeriod(0, false);

  /** Whether still frames were left out since the previous frame. */
  boolean isStill() {
    return still > 0;
  }
}
