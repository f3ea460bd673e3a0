package io.vedette.model.course;

import io.vedette.model.accuracy.Accuracy;

/**
 * The accuracy of a network on the validation pictures of one set. Immutable.
 *
 * @param name the name of the set
 * @param accuracy on its pictures alone
 * @param backgrounds its pictures that nothing is in
 * @param alarms number of those with a box at the usual confidence
 */
public record PartAccuracy(String name, Accuracy accuracy, int backgrounds, int alarms) {
  /** The part of the empty pictures that have a box, 0–1; not a number where there are none. */
  public double alarmShare() {
    return backgrounds == 0 ? Double.NaN : (double) alarms / backgrounds;
  }
}
