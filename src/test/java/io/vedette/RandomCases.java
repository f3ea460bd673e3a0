package io.vedette;

import java.util.Random;
import java.util.function.Consumer;

/** Property tests: the same check on many random cases, each from a seed that a failure names. */
public final class RandomCases {
  private RandomCases() {}

  public static void check(int cases, Consumer<Random> property) {
    for (int seed = 0; seed < cases; seed++) {
      try {
        property.accept(new Random(seed * 0x9E3779B97F4A7C15L));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("case with seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
