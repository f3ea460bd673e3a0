package io.vedette.model.accuracy;

/**
 * The results for one class of a worker with given settings, at an IoU of 0.5. Immutable.
 *
 * @param name the name of the class
 * @param confidence least one of a box that counts
 * @param objects number of labelled objects
 * @param right boxes of an object
 * @param wrong boxes of none, or of one that another box has
 */
public record ClassPoint(String name, double confidence, int objects, int right, int wrong) {
  /** Part of the boxes that are right; NaN without boxes. */
  public double precision() {
    return right + wrong == 0 ? Double.NaN : (double) right / (right + wrong);
  }

  /** Part of the objects that are found; NaN without objects. */
  public double recall() {
    return objects == 0 ? Double.NaN : (double) right / objects;
  }
}
