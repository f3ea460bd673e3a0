package io.vedette.model.train;

import io.vedette.geometry.Size;
import io.vedette.model.augment.Augmentation;
import io.vedette.model.loss.LossGains;
import io.vedette.text.NumberWords;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a training, all of which are kept in its checkpoint. Immutable.
 *
 * @param budget the number of pictures that are shown
 * @param sizes the sizes of the pictures
 * @param optimisation the settings of steps
 * @param ema part of the averaged weights that a step leaves as it was
 * @param augmentation the variation of pictures
 * @param gains the gains of the loss
 * @param isBalanced whether rare classes are shown more often
 * @param frozen beginnings of the names of parameters that stay as they are
 * @param precision the precision of the feature maps
 * @param seed the seed of all randomness
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
   * The number of pictures that are shown.
   *
   * @param pictures in all
   * @param batch pictures per step
   * @param shard pictures of a batch that are normalised together, on one thread
   * @param taught part of the pictures that a teacher looks at, where there is one
   */
  public record Budget(long pictures, int batch, int shard, double taught) {
    public Budget {
      within("taught", taught, 0, 1);
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
   * Sizes of the pictures, which may grow while training: small ones cost less, and teach enough at
   * first.
   *
   * @param first at the beginning
   * @param last at the end, and when run
   * @param growing part of the training during which they grow
   * @param other size of every second step's pictures once they have grown, so that the network
   *     runs well at both; null when there is none
   */
  public record Sizes(Size first, Size last, double growing, @Nullable Size other) {
    private static final int GRAIN = 32;
    private static final int LARGEST = 4096;

    public Sizes {
      check(first);
      check(last);
      if (other != null) {
        check(other);
      }
      within("growing", growing, 0, 1);
    }

    private static void check(Size size) {
      within("size", size.width(), GRAIN, LARGEST);
      within("size", size.height(), GRAIN, LARGEST);
      if (size.width() % GRAIN != 0 || size.height() % GRAIN != 0) {
        throw new IllegalArgumentException("size: expected multiples of 32, found " + size);
      }
    }

    /** The size at a part of the training, in multiples of 32. */
    public Size at(double done) {
      double grown = growing == 0 ? 1 : Math.min(1, done / growing);
      return new Size(
          between(first.width(), last.width(), grown),
          between(first.height(), last.height(), grown));
    }

    /** The size at a part of the training, for a step, from 0. */
    Size at(double done, long step) {
      return other != null && step % 2 == 1 && done >= growing ? other : at(done);
    }

    private static int between(int from, int to, double grown) {
      return (int) Math.round((from + (to - from) * grown) / GRAIN) * GRAIN;
    }
  }

  /** Ways to go down the gradient. */
  public enum Method {
    ADAMW,
    SGD
  }

  /**
   * The settings of steps.
   *
   * @param method AdamW or SGD
   * @param peak rate after warming up
   * @param last part of it that is left at the end
   * @param warmup steps until the peak
   * @param decay the decay of weights
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

  /** The precision of feature maps; parameters are always float32. */
  public enum Precision {
    FP32,
    BF16
  }

  /** The size of a step's pictures, in pixels; steps from 0. */
  public Size size(long step) {
    return sizes.at((double) step / budget.steps(), step);
  }

  /** The variation of pictures after a part of the training. */
  Augmentation augmentation(double done) {
    return done < CLOSING ? augmentation : augmentation.withoutMosaics();
  }

  private static void within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s: expected %s–%s, found %s"
              .formatted(name, NumberWords.of(least), NumberWords.of(most), NumberWords.of(value)));
    }
  }
}
