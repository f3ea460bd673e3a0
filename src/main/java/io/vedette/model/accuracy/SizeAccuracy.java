package io.vedette.model.accuracy;

/**
 * The accuracy for objects of one size. Immutable. Figures are NaN where there are none.
 *
 * @param size the size of the objects, and of the boxes that are of no object
 * @param objects number of labelled objects
 * @param recall part of the objects that are found, at the confidence of the best F1
 * @param map50 average precision at an IoU of 0.5
 */
public record SizeAccuracy(SizeClass size, int objects, double recall, double map50) {}
