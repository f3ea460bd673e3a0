package io.vedette.model.data;

/**
 * The way a picture is shown in training. Immutable.
 *
 * @param weight the frequency; 1 for once a round
 * @param widening the factor by which it is widened, half of the times; 1 for not at all
 * @param isLabelled whether it holds what its boxes say and nothing else; if not, only a teacher
 *     knows what is in it
 */
public record Showing(double weight, double widening, boolean isLabelled) {
  /** Once a round, as it is, by its labels. */
  public static final Showing PLAIN = new Showing(1, 1, true);
}
