package io.vedette.model.augment;

import java.util.List;
import java.util.stream.Stream;

/**
 * A picture to learn from. Immutable.
 *
 * @param rgb uint8 {@code [side, side, 3]}; its own
 * @param targets what is in it
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainingPicture(byte[] rgb, List<Target> targets) {
  public TrainingPicture {
    targets = List.copyOf(targets);
  }

  /** The same with more targets. */
  public TrainingPicture with(List<Target> more) {
    return more.isEmpty()
        ? this
        : new TrainingPicture(rgb, Stream.concat(targets.stream(), more.stream()).toList());
  }
}
