package io.vedette.model.optimise;

/**
 * The learning rate of each step: rising during the warm-up, then falling along a cosine.
 * Immutable.
 *
 * @param peak the highest rate
 * @param last fraction of the highest rate at the last step
 * @param warmup steps until the peak
 * @param steps in all
 */
public record Schedule(double peak, double last, long warmup, long steps) {
  /** The rate of a step, from 1. */
  public double rate(long step) {
    if (step < warmup) {
      return peak * ((double) step / warmup);
    }
    double done = Math.min(1, (double) (step - warmup) / Math.max(1, steps - warmup));
    return peak * (last + (1 - last) * (1 + Math.cos(Math.PI * done)) / 2);
  }
}
