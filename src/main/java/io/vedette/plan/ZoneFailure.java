package io.vedette.plan;

/**
 * The simulation, second by second, of a fleet in several zones of which one fails: its cameras are
 * taken over, its partitions reassigned, and the remaining workers process the backlog. Immutable.
 *
 * @param zones among which machines are spread evenly
 * @param sessionSeconds seconds until a lost member's work is given to others
 * @param rebalanceSeconds that a group stands still while it is shared out
 * @param maxAgeSeconds age in seconds at which frames are dropped
 * @param restoreSeconds seconds until lost machines are replaced in the other zones; 0 for never
 */
public record ZoneFailure(
    int zones, int sessionSeconds, int rebalanceSeconds, int maxAgeSeconds, int restoreSeconds) {
  private static final int FAILS_AT = 60;
  private static final int SECONDS = 1800;

  /** Steps of degradation: shares of the frames that are taken; after each, patience. */
  private static final double[] LADDER = {1, 0.5, 0.25};

  private static final int STEP_SECONDS = 3;
  private static final int BACK_SECONDS = 30;

  /** The program's own times. */
  public static ZoneFailure of(int zones, int restoreSeconds) {
    return new ZoneFailure(zones, 10, 5, 5, restoreSeconds);
  }

  /**
   * The outcome of half an hour.
   *
   * @param blindSeconds seconds in which nobody reads the failed zone's cameras
   * @param lost share of the half hour's frames that nobody took
   * @param late share that was too old to be inferred
   * @param longestLag the longest lag, in seconds
   * @param degradedSeconds seconds in which fewer frames are taken
   */
  public record Outcome(
      int blindSeconds, double lost, double late, double longestLag, int degradedSeconds) {}

  /** Plays it; workers have so much of their capacity free beforehand, 0–1. */
  public Outcome play(double headroom) {
    double left = (zones - 1.0) / zones;
    double full = 1 / (1 - headroom);
    Second second = new Second();
    for (int t = 0; t < SECONDS; t++) {
      boolean isUnnoticed = isWithin(t, 0, sessionSeconds);
      boolean isShared = isWithin(t, sessionSeconds, rebalanceSeconds);
      double seen = isUnnoticed || isShared ? left : 1;
      // Until it is noticed, the failed workers' partitions are read by nobody.
      double read = isUnnoticed ? left : 1;
      second.step(seen, read, isShared ? 0 : full * there(t, left), maxAgeSeconds);
      second.blind += seen < 1 ? 1 : 0;
    }
    double all = SECONDS;
    return new Outcome(
        second.blind,
        second.lost / all,
        second.late / all,
        second.longestLag,
        second.degradedSeconds);
  }

  /** Whether a second is among some that begin so long after the failure. */
  private static boolean isWithin(int second, int from, int seconds) {
    return second >= FAILS_AT + from && second < FAILS_AT + from + seconds;
  }

  /** The share of the workers that are there. */
  private double there(int second, double left) {
    boolean isRestored = restoreSeconds > 0 && second >= FAILS_AT + restoreSeconds;
    return second < FAILS_AT || isRestored ? 1 : left;
  }

  /** The waiting frames; their unit is the number that the whole fleet captures in a second. */
  private static final class Second {
    private double waiting;
    private double lost;
    private double late;
    private double longestLag;
    private int blind;
    private int degradedSeconds;
    private int step;
    private int high;
    private int low;

    /**
     * @param seen share of the cameras that are read
     * @param read share of the partitions that are read
     * @param capacity the workers' capacity
     */
    void step(double seen, double read, double capacity, int maxAge) {
      double taken = seen * LADDER[step];
      lost += 1 - seen;
      double gathered = read < 1 ? 0 : waiting;
      double done = Math.min(capacity, gathered + taken * read);
      waiting += taken - done;
      double lag = waiting / Math.max(taken, 1e-9);
      double tooOld = Math.max(0, waiting - maxAge * taken);
      late += tooOld;
      waiting -= tooOld;
      longestLag = Math.max(longestLag, Math.min(lag, maxAge));
      degradedSeconds += step > 0 ? 1 : 0;
      ladder(lag, maxAge);
    }

    private void ladder(double lag, int maxAge) {
      high = lag >= maxAge / 2.0 ? high + 1 : 0;
      low = lag <= maxAge / 5.0 ? low + 1 : 0;
      if (high >= STEP_SECONDS && step < LADDER.length - 1) {
        step++;
        high = 0;
      } else if (low >= BACK_SECONDS && step > 0) {
        step--;
        low = 0;
      }
    }
  }
}
