package io.vedette.model.train;

import io.vedette.model.augment.Augmentation;
import io.vedette.model.loss.LossGains;
import java.util.List;

/**
 * How a network is trained; all of it is kept in the checkpoint. Immutable.
 *
 * @param budget how much is shown
 * @param sizes sides of the pictures
 * @param optimisation how steps are taken
 * @param ema part of the averaged weights that a step leaves as it was
 * @param augmentation how pictures are varied
 * @param gains of the loss
 * @param isBalanced whether rare classes are shown more often
 * @param frozen beginnings of the names of parameters that stay as they are
 * @param precision of the feature maps
 * @param seed of all randomness
 */
public record TrainSettings(
    Budget budget,
    Sizes sizes,
    Optimisation optimisation,
    double ema,
    Augmentation augmentation,
    LossGains gains,
    boolean isBalanced,
    List<String> frozen,
    Precision precision,
    long seed) {
  /** Part of the training after which there are no mosaics, so that pictures look real. */
  private static final double CLOSING = 0.9;

  private static final double MANY = 1e15;

  public TrainSettings {
    frozen = List.copyOf(frozen);
    within("ema", ema, 0, 1);
  }

  /**
   * How much is shown.
   *
   * @param pictures in all
   * @param batch pictures per step
   * @param shard pictures of a batch that are normalised together, on one thread
   */
  public record Budget(long pictures, int batch, int shard) {
    public Budget {
      within("pictures", (double) pictures, 1, MANY);
      within("batch", batch, 1, 4096);
      within("shard", shard, 1, 4096);
    }

    /** Steps in all. */
    public long steps() {
      return (pictures + batch - 1) / batch;
    }
  }

  /**
   * Sides of the pictures, which may grow while training: small ones cost less, and teach enough at
   * first.
   *
   * @param first at the beginning
   * @param last at the end, and when run
   * @param growing part of the training during which they grow
   */
  public record Sizes(int first, int last, double growing) {
    private static final int GRAIN = 32;

    public Sizes {
      within("size", first, GRAIN, 4096);
      within("size", last, GRAIN, 4096);
      within("growing", growing, 0, 1);
      if (first % GRAIN != 0 || last % GRAIN != 0) {
        throw new IllegalArgumentException(
            "size: expected multiples of 32, found " + first + " and " + last);
      }
    }

    /** The side at a part of the training, a multiple of 32. */
    public int at(double done) {
      double grown = growing == 0 ? 1 : Math.min(1, done / growing);
      return (int) Math.round((first + (last - first) * grown) / GRAIN) * GRAIN;
    }
  }

  /** Ways to go down the gradient. */
  public enum Method {
    ADAMW,
    SGD
  }

  /**
   * How steps are taken.
   *
   * @param method AdamW or SGD
   * @param peak rate after warming up
   * @param last part of it that is left at the end
   * @param warmup steps until the peak
   * @param decay of weights
   * @param clip longest gradient
   */
  public record Optimisation(
      Method method, double peak, double last, long warmup, double decay, double clip) {
    public Optimisation {
      within("rate", peak, 0, 10);
      within("last rate", last, 0, 1);
      within("warm-up", (double) warmup, 0, MANY);
      within("decay", decay, 0, 1);
    }
  }

  /** How exactly feature maps are computed; parameters are always float32. */
  public enum Precision {
    FP32,
    BF16
  }

  /** The side of a step's pictures, in pixels; steps from 0. */
  public int side(long step) {
    return sizes.at((double) step / budget.steps());
  }

  /** How pictures are varied at a part of the training. */
  Augmentation augmentation(double done) {
    return done < CLOSING ? augmentation : augmentation.withMosaic(0);
  }

  private static void within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s: expected %s–%s, found %s".formatted(name, least, most, value));
    }
  }
}
