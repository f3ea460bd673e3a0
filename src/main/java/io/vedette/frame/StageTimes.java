package io.vedette.frame;

import java.util.Arrays;
import java.util.OptionalLong;

/** The durations of the stages of one frame, in microseconds. Immutable. */
@SuppressWarnings("EnumOrdinal") // an array by stage is the point: no map per frame
public final class StageTimes {
  private static final int STAGES = Stage.values().length;
  private static final long UNKNOWN = -1;

  /** The times of a frame before its first stage. */
  public static final StageTimes NONE = new StageTimes(filled());

  private final long[] micros;

  private StageTimes(long[] micros) {
    this.micros = micros;
  }

  /**
   * These times and one more; negative durations, which come from clocks that disagree, count as 0.
   */
  public StageTimes with(Stage stage, long durationMicros) {
    long[] copy = micros.clone();
    copy[stage.ordinal()] = Math.max(0, durationMicros);
    return new StageTimes(copy);
  }

  public OptionalLong micros(Stage stage) {
    long value = micros[stage.ordinal()];
    return value == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static long[] filled() {
    long[] none = new long[STAGES];
    Arrays.fill(none, UNKNOWN);
    return none;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StageTimes times && Arrays.equals(micros, times.micros);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(micros);
  }
}
