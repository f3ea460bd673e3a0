package io.vedette.simulator.street;

import io.vedette.geometry.Size;
import io.vedette.simulator.body.Vector;
import io.vedette.simulator.drawing.PinholeCamera;
import java.util.random.RandomGenerator;

/**
 * The ground plan of a street and the place of the camera. Immutable. The road's middle is x = 0.
 *
 * @param leftWall x of the house fronts on the left
 * @param rightWall x of the house fronts on the right
 * @param crossing y of the middle of the pedestrian crossing
 * @param nearEnd smallest y at which anything happens
 * @param farEnd largest y at which anything happens
 * @param view the camera
 */
record Street(
    double leftWall,
    double rightWall,
    double crossing,
    double nearEnd,
    double farEnd,
    PinholeCamera view) {
  /** Half the width of the road: two lanes. */
  static final double KERB = 3.8;

  /** Middle of a lane. */
  static final double LANE = 1.9;

  /** Half the length of the crossing along the street. */
  static final double CROSSING_HALF = 1.9;

  /** Picks one of three ways to look at the street and varies it a little. */
  static Street of(RandomGenerator random, long choice, Size size) {
    return switch ((int) Math.floorMod(choice, 3L)) {
      case 0 -> across(random, size);
      case 1 -> diagonal(random, size);
      default -> along(random, size);
    };
  }

  private static Street across(RandomGenerator random, Size size) {
    double back = -12.5 - 2 * random.nextDouble();
    Vector eye = new Vector(back, 0, 4.2 + 1.2 * random.nextDouble());
    PinholeCamera view =
        new PinholeCamera(eye, 88 + around(random, 6), 11 + around(random, 2), 68, size);
    return new Street(back - 1, 8.5, 4 + around(random, 2), -55, 55, view);
  }

  private static Street diagonal(RandomGenerator random, Size size) {
    Vector eye = new Vector(-9, 0, 4.8 + random.nextDouble());
    PinholeCamera view =
        new PinholeCamera(eye, 42 + around(random, 8), 15 + around(random, 2), 64, size);
    return new Street(-9.5, 9, 11 + around(random, 1), -18, 90, view);
  }

  private static Street along(RandomGenerator random, Size size) {
    Vector eye = new Vector(-5.5 + around(random, 1), -4, 5 + random.nextDouble());
    PinholeCamera view =
        new PinholeCamera(eye, 12 + around(random, 4), 14 + around(random, 2), 58, size);
    return new Street(-8.5, 9, 10 + around(random, 1), -8, 120, view);
  }

  private static double around(RandomGenerator random, double reach) {
    return reach * (2 * random.nextDouble() - 1);
  }
}
