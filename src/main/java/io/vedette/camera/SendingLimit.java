package io.vedette.camera;

/**
 * The reduction of the frames that a camera sends, while workers cannot keep up. Immutable.
 *
 * @param rate of the frames, above 0 to 1
 * @param scale of their width and height, above 0 to 1
 * @param isPaused whether it sends none at all
 * @param isSparse whether frames in which nothing moves are sent still less often, and no frame is
 *     to be looked at more closely
 */
public record SendingLimit(double rate, double scale, boolean isPaused, boolean isSparse) {
  /** No limit: the frames of the settings. */
  public static final SendingLimit NONE = new SendingLimit(1, 1, false, false);

  /** A limit for still frames only. */
  public static final SendingLimit SPARSE = new SendingLimit(1, 1, false, true);
}
