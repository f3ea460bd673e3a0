package io.vedette.model.comparison;

import io.vedette.geometry.Size;
import io.vedette.model.Architecture;
import io.vedette.model.train.TrainSettings;

/**
 * The cost of training a network. Immutable.
 *
 * @param architecture the architecture of the network
 * @param classes it knows
 * @param settings it is trained with
 */
public record TrainingCost(Architecture architecture, int classes, TrainSettings settings) {
  /** Forth once, back twice. */
  private static final double PASSES = 3;

  /** Numbers that are learnt. */
  public long parameters() {
    return architecture.trained(classes, settings.sizes().last()).parameters();
  }

  /**
   * Multiply-accumulate operations of the first of its pictures, in 10^12, each at the size that it
   * is shown with.
   *
   * @param pictures shown from the beginning
   */
  public double tera(long pictures) {
    long batch = settings.budget().batch();
    double sum = 0;
    long perPicture = 0;
    Size size = Size.square(1);
    for (long shown = 0; shown < pictures; shown += batch) {
      Size next = settings.size(shown / batch);
      perPicture =
          next.equals(size) ? perPicture : architecture.trained(classes, next).multiplications();
      size = next;
      sum += (double) perPicture * Math.min(batch, pictures - shown);
    }
    return PASSES * sum / 1e12;
  }
}
