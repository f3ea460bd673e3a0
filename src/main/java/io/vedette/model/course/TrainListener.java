package io.vedette.model.course;

/**
 * The listener for a training's progress, which also decides when to stop; called on the training's
 * thread.
 */
public interface TrainListener {
  /** Called after a step. */
  void stepped(TrainingProgress progress);

  /** Called after a measurement. */
  void measured(long step, Measurement measured, boolean isBest);

  /** Whether to end before the next step. */
  boolean isEnough();
}
