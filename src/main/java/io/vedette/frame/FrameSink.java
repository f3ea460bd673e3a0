package io.vedette.frame;

/** The receiver of a stage's frames. Implementations say whether they block. */
@FunctionalInterface
public interface FrameSink {
  /** Takes the frame over; never throws for a full queue, which is counted as a drop instead. */
  void accept(Frame frame);
}
