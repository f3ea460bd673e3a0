package io.vedette.model.course;

/** Is told how training goes, and says when it is enough; on its thread. */
public interface TrainListener {
  /** After a step. */
  void stepped(TrainingProgress progress);

  /** After a measurement. */
  void measured(long step, Measurement measured, boolean isBest);

  /** Whether to end before the next step. */
  boolean isEnough();
}
