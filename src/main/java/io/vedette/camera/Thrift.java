package io.vedette.camera;

/**
 * How much less than its settings say a camera takes, while there is too much for those who look at
 * the frames. Immutable.
 *
 * @param rate of the frames, above 0 to 1
 * @param scale of their width and height, above 0 to 1
 * @param isPaused whether it takes none at all
 */
public record Thrift(double rate, double scale, boolean isPaused) {
  /** All that the settings say. */
  public static final Thrift NONE = new Thrift(1, 1, false);
}
