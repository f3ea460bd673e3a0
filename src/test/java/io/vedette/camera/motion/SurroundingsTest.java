package io.vedette.camera.motion;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.geometry.Size;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurroundingsTest {
  private static final int LEVELS = 1 << 16;

  private final Random random = new Random(3);

  @ParameterizedTest
  @CsvSource({"160, 90", "7, 5", "1, 9", "9, 1", "2, 2", "1, 1"})
  void shouldBeTheRangeOfACellAndItsNeighbours(int width, int height) {
    Size cells = new Size(width, height);
    Surroundings surroundings = new Surroundings();
    for (int round = 0; round < 50; round++) {
      int[] values = random.ints(cells.area(), 0, LEVELS).toArray();
      surroundings.fit(values, cells);
      for (int cell = 0; cell < values.length; cell++) {
        int value = random.nextInt(LEVELS);
        assertThat(surroundings.distance(cell, value))
            .isEqualTo(distance(values, cells, cell, value));
      }
    }
  }

  /** The distance by its definition. */
  private static int distance(int[] values, Size cells, int cell, int value) {
    int least = Integer.MAX_VALUE;
    int most = Integer.MIN_VALUE;
    int row = cell / cells.width();
    int column = cell % cells.width();
    for (int y = Math.max(0, row - 1); y <= Math.min(cells.height() - 1, row + 1); y++) {
      for (int x = Math.max(0, column - 1); x <= Math.min(cells.width() - 1, column + 1); x++) {
        least = Math.min(least, values[y * cells.width() + x]);
        most = Math.max(most, values[y * cells.width() + x]);
      }
    }
    return Math.max(0, Math.max(least - value, value - most));
  }
}
