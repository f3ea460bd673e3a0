package io.vedette.ingest.degradation;

import java.time.Duration;

/**
 * The degradation ladder: a step down while the lag is high, a step up once it has been low for
 * some seconds, and for longer after a step up that was too early. No step is taken in the first
 * seconds, since a start is no overload. Confined to one thread.
 */
final class Ladder {
  /** The number of steps below normal. */
  static final int STEPS = 4;

  /**
   * The rounds after a start in which lag does not count: models are loaded and code is compiled.
   */
  static final int WARM_UP_ROUNDS = 30;

  private static final int HIGH_ROUNDS = 3;
  // All steps up within 15 seconds, with what the measuring itself takes.
  private static final int LOW_ROUNDS = 3;
  private static final int MOST_LOW_ROUNDS = 600;
  private static final double HIGH = 0.5;
  private static final double LOW = 0.2;

  private final Duration limit;
  private int warmUp = WARM_UP_ROUNDS;
  private int step;
  private int high;
  private int low;
  private int lowRounds = LOW_ROUNDS;
  private int sinceUp = Integer.MAX_VALUE;

  /**
   * @param limit the age at which frames are dropped
   */
  Ladder(Duration limit) {
    this.limit = limit;
  }

  /** Takes one measure a second and returns the step, 0 to {@value #STEPS}. */
  int measure(Duration lag) {
    if (warmUp > 0) {
      warmUp--;
    } else {
      look(lag);
    }
    return step;
  }

  private void look(Duration lag) {
    boolean isHigh = lag.toMillis() >= HIGH * limit.toMillis();
    boolean isLow = lag.toMillis() <= LOW * limit.toMillis();
    high = isHigh ? high + 1 : 0;
    low = isLow ? low + 1 : 0;
    sinceUp = sinceUp == Integer.MAX_VALUE ? sinceUp : sinceUp + 1;
    if (high >= HIGH_ROUNDS && step < STEPS) {
      down();
    } else if (low >= lowRounds && step > 0) {
      up();
    }
  }

  private void down() {
    boolean wasTooEarly = sinceUp <= lowRounds;
    lowRounds = wasTooEarly ? Math.min(2 * lowRounds, MOST_LOW_ROUNDS) : LOW_ROUNDS;
    sinceUp = Integer.MAX_VALUE;
    step++;
    high = 0;
  }

  private void up() {
    step--;
    low = 0;
    sinceUp = 0;
  }
}
