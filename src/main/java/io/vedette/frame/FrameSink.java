package io.vedette.frame;

/** Where a stage hands its frames on to. Implementations say whether they block. */
@FunctionalInterface
public interface FrameSink {
  /** Takes the frame over; never throws for a full queue, which is counted as a drop instead. */
  void accept(Frame frame);
}
