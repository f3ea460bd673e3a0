package io.vedette;

import java.util.Random;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Property tests: the same check on many random cases, each from a seed that a failure names. */
public final class RandomCases {
  private static final Logger LOG = LoggerFactory.getLogger(RandomCases.class);

  private RandomCases() {}

  public static void check(int cases, Consumer<Random> property) {
    check(0, cases, property);
  }

  /**
   * The same with other cases in each run; {@code -DargLine=-Dvedette.seed=N} repeats one from its
   * seed.
   */
  public static void checkOthersEachRun(int cases, Consumer<Random> property) {
    Long given = Long.getLong("vedette.seed");
    long first = given == null ? System.nanoTime() : given;
    LOG.info("{} random cases from seed {} on", cases, first);
    check(first, given == null ? cases : 1, property);
  }

  private static void check(long first, int cases, Consumer<Random> property) {
    for (long seed = first; seed < first + cases; seed++) {
      try {
        property.accept(new Random(seed * 0x9E3779B97F4A7C15L));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("case with seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
