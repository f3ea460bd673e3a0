package io.vedette.model.comparison;

import io.vedette.model.accuracy.Accuracy;
import io.vedette.model.layer.Inventory;
import io.vedette.model.report.Series;

/**
 * The result of one contestant. Immutable.
 *
 * @param contestant that was trained
 * @param accuracy of its best network on the validation pictures
 * @param training the cost of training it
 * @param folded the inventory of its run form, at the size it is run at
 * @param oneThread milliseconds per picture on one thread of ONNX Runtime
 * @param allThreads milliseconds per picture on all threads of ONNX Runtime
 * @param bytes of its ONNX file in float32
 * @param history mAP50 by pictures shown
 */
public record ComparisonResult(
    Contestant contestant,
    Accuracy accuracy,
    TrainingCost training,
    Inventory folded,
    double oneThread,
    double allThreads,
    long bytes,
    Series history) {
  /** Multiply-accumulate operations per picture run, in billions. */
  public double giga() {
    return folded.multiplications() / 1e9;
  }

  /** Multiply-accumulate operations of the whole training, in 10^12. */
  public double trainingTera() {
    return training.tera(contestant.pictures());
  }
}
