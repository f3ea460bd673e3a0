package io.vedette.model.accuracy;

import java.util.List;

/**
 * The accuracy of one class. Immutable. Figures are NaN where the pictures hold no such object.
 *
 * @param name the name of the class
 * @param objects number of labelled objects
 * @param precision part of the boxes that are right, at the confidence of the best F1
 * @param recall part of the objects that are found, at the confidence of the best F1
 * @param map50 average precision at an IoU of 0.5
 * @param map mean of the average precisions at IoU 0.50, 0.55 … 0.95
 * @param sizes the objects apart by size, smallest first
 * @param curve precision by recall 0, 0.01 … 1 at an IoU of 0.5
 */
public record ClassAccuracy(
    String name,
    int objects,
    double precision,
    double recall,
    double map50,
    double map,
    List<SizeAccuracy> sizes,
    List<Double> curve) {
  public ClassAccuracy {
    sizes = List.copyOf(sizes);
    curve = List.copyOf(curve);
  }
}
