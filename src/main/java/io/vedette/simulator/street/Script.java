package io.vedette.simulator.street;

import io.vedette.simulator.body.Body;
import io.vedette.simulator.body.MovingBody;
import io.vedette.simulator.body.Path;
import io.vedette.simulator.body.Person;
import io.vedette.simulator.body.Vector;
import io.vedette.simulator.body.Vehicle;
import io.vedette.simulator.drawing.PinholeCamera;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The script of a street: traffic in two lanes that stops for the crossing, people on the pavements
 * and on the crossing. Confined to its owner's thread.
 *
 * <p>In every loop the crossing is the vehicles' from 0 to {@link #RED}, then the people's.
 */
final class Script {
  /** Seconds after which everything begins again. */
  static final double LOOP = 30;

  private static final double RED = 17.5;
  private static final double SPEED = 8.5;

  /** Metres that a vehicle needs to stop or to set off. */
  private static final double RUN_UP = 14;

  private final Street street;
  private final Random random;
  private final List<MovingBody> cast = new ArrayList<>();

  private Script(Street street, Random random) {
    this.street = street;
    this.random = random;
  }

  static List<MovingBody> write(Street street, Random random) {
    Script script = new Script(street, random);
    script.traffic();
    script.crossers();
    script.walkers();
    script.waiting();
    return List.copyOf(script.cast);
  }

  private void traffic() {
    List<String> kinds =
        new ArrayList<>(
            List.of("car", "bus", "car", "truck", "motorcycle", "car", "car", "motorcycle"));
    Collections.shuffle(kinds, random);
    int next = 0;
    for (int direction = -1; direction <= 1; direction += 2) {
      for (double passes : new double[] {3.9, 8.2, 12.5, 16.4}) {
        if (random.nextDouble() < 0.8) {
          pass(kinds.get(next++ % kinds.size()), direction, passes + 0.5 * random.nextDouble());
        }
      }
      stopAtRed(random.nextBoolean() ? "car" : "truck", direction);
    }
  }

  /** Drives through at a steady speed, being at the crossing at a time of the loop. */
  private void pass(String label, int direction, double atCrossing) {
    double from = direction > 0 ? street.nearEnd() : street.farEnd();
    double to = direction > 0 ? street.farEnd() : street.nearEnd();
    double start = atCrossing - Math.abs(street.crossing() - from) / SPEED;
    double x = direction * Street.LANE + 0.3 * (random.nextDouble() - 0.5);
    act(Vehicle.of(label, random), Path.from(x, from).to(x, to, SPEED).build(), start);
  }

  /** Stops before the crossing while people cross, and goes on when the loop begins again. */
  private void stopAtRed(String label, int direction) {
    Vehicle vehicle = Vehicle.of(label, random);
    double from = direction > 0 ? street.nearEnd() : street.farEnd();
    double to = direction > 0 ? street.farEnd() : street.nearEnd();
    double line =
        street.crossing() - direction * (Street.CROSSING_HALF + 1.2 + vehicle.extent().x() / 2);
    double brake = line - direction * RUN_UP;
    if (direction * (brake - from) < 0) {
      from = brake;
    }
    double x = direction * Street.LANE;
    double stopped = RED + 3 + random.nextDouble();
    double arrival = Math.abs(brake - from) / SPEED + 2 * RUN_UP / SPEED;
    Path path =
        Path.from(x, from)
            .to(x, brake, SPEED)
            .stopAt(x, line, SPEED)
            .stay(LOOP - stopped)
            .startTo(x, line + direction * RUN_UP, SPEED)
            .to(x, to, SPEED)
            .build();
    act(vehicle, path, stopped - arrival);
  }

  private void crossers() {
    int people = 2 + random.nextInt(3);
    for (int i = 0; i < people; i++) {
      int side = random.nextBoolean() ? 1 : -1;
      double speed = 1.2 + 0.3 * random.nextDouble();
      double y = street.crossing() + 1.4 * (2 * random.nextDouble() - 1);
      double kerb = Street.KERB + 0.7;
      double begin = RED + 1.2 + 2 * random.nextDouble();
      double away = 5 + 3 * random.nextDouble();
      int turn = random.nextBoolean() ? 1 : -1;
      double stand = 2 + 3 * random.nextDouble();
      Path path =
          Path.from(side * (kerb + 1.2), y - turn * away)
              .to(side * (kerb + 0.8), y, speed)
              .to(side * kerb, y, speed)
              .stay(stand)
              .to(-side * (kerb + 0.6), y, speed)
              .to(-side * (kerb + 1.4), y + turn * away, speed)
              .build();
      double before = (away + 0.9) / speed + stand;
      act(Person.of(random), path, begin - before);
    }
  }

  /** Along the pavements, singly and in pairs, both ways. */
  private void walkers() {
    for (int side = -1; side <= 1; side += 2) {
      int people = 3 + random.nextInt(2);
      for (int i = 0; i < people; i++) {
        double start = LOOP * (i + random.nextDouble()) / people;
        int direction = random.nextBoolean() ? 1 : -1;
        double x = side * (Street.KERB + 0.9 + 2.4 * random.nextDouble());
        walk(x, direction, start);
        if (random.nextDouble() < 0.35) {
          walk(x + 0.65, direction, start + 0.2);
        }
      }
    }
  }

  private void walk(double x, int direction, double start) {
    double speed = 1.25;
    double reach = 15.5;
    double middle = middleOfView(x);
    Path path =
        Path.from(x, middle - direction * reach).to(x, middle + direction * reach, speed).build();
    act(Person.of(random), path, start);
  }

  /** Someone who comes, stands about, and leaves. */
  private void waiting() {
    double x = Street.KERB + 1.6;
    double y = middleOfView(x) + 3 * (2 * random.nextDouble() - 1);
    Path path =
        Path.from(street.rightWall() - 0.4, y + 4)
            .to(x, y, 1.3)
            .stay(11)
            .to(street.rightWall() - 0.4, y - 4, 1.3)
            .build();
    act(Person.of(random), path, LOOP * random.nextDouble());
  }

  /** The place along the street that the camera looks at, at a distance from the road's middle. */
  private double middleOfView(double x) {
    PinholeCamera view = street.view();
    Vector ray = view.ray(view.size().width() / 2.0, view.size().height() * 0.6);
    if (Math.abs(ray.x()) < 0.35) {
      return street.crossing() + 3;
    }
    double y = view.eye().y() + (x - view.eye().x()) / ray.x() * ray.y();
    return Math.max(street.nearEnd() / 2, Math.min(street.farEnd() / 2, y));
  }

  private void act(Body body, Path path, double start) {
    cast.add(new MovingBody(body, path, start));
  }
}
