package io.vedette.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.RandomCases;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  private final Assignment assignment = new Assignment();

  @Test
  void shouldGainAsMuchAsTheBestOfAllAssignments() {
    RandomCases.check(
        3000,
        random -> {
          int rows = random.nextInt(6);
          int columns = random.nextInt(6);
          double[] gains = gains(random, rows * columns);

          int[] found = assignment.best(gains, rows, columns);

          assertThat(gain(gains, found, columns))
              .isCloseTo(bruteForce(gains, 0, columns, 0), within(1e-9));
        });
  }

  @Test
  void shouldGiveNoColumnTwiceAndNeverMakeAWorthlessPair() {
    RandomCases.check(
        1000,
        random -> {
          int rows = random.nextInt(30);
          int columns = random.nextInt(30);
          double[] gains = gains(random, rows * columns);

          int[] found = assignment.best(gains, rows, columns);

          int[] used = Arrays.stream(found).filter(column -> column >= 0).toArray();
          assertThat(used).doesNotHaveDuplicates();
          for (int row = 0; row < rows; row++) {
            if (found[row] >= 0) {
              assertThat(gains[row * columns + found[row]]).isPositive();
            }
          }
        });
  }

  @Test
  void shouldPreferTheSumToTheSingleBest() {
    double[] gains = {0.9, 0.8, 0.8, 0.0};

    assertThat(assignment.best(gains, 2, 2)).containsExactly(1, 0);
  }

  @Test
  void shouldAnswerNothingToNothing() {
    assertThat(assignment.best(new double[0], 0, 4)).isEmpty();
    assertThat(assignment.best(new double[0], 3, 0)).containsExactly(-1, -1, -1);
  }

  private static double[] gains(Random random, int count) {
    boolean coarse = random.nextBoolean(); // many ties
    return IntStream.range(0, count)
        .mapToDouble(i -> coarse ? random.nextInt(4) - 1 : random.nextDouble() * 2 - 0.7)
        .toArray();
  }

  private static double gain(double[] gains, int[] columnOf, int columns) {
    double sum = 0;
    for (int row = 0; row < columnOf.length; row++) {
      sum += columnOf[row] < 0 ? 0 : gains[row * columns + columnOf[row]];
    }
    return sum;
  }

  private static double bruteForce(double[] gains, int row, int columns, int used) {
    if (columns == 0 || row * columns >= gains.length) {
      return 0;
    }
    double best = bruteForce(gains, row + 1, columns, used);
    for (int column = 0; column < columns; column++) {
      if ((used & 1 << column) == 0) {
        double rest = bruteForce(gains, row + 1, columns, used | 1 << column);
        best = Math.max(best, gains[row * columns + column] + rest);
      }
    }
    return best;
  }
}
