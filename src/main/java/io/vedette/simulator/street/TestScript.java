package io.vedette.simulator.street;

import io.vedette.geometry.Size;
import io.vedette.simulator.body.MovingBody;
import io.vedette.simulator.body.Path;
import io.vedette.simulator.body.Person;
import io.vedette.simulator.body.Vector;
import io.vedette.simulator.body.Vehicle;
import io.vedette.simulator.drawing.PinholeCamera;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The scripts of scenes that test a motion gate, one effect at a time. Immutable. */
final class TestScript {
  /** The walkers' heights, one after the other, in pixels of a picture 720 high. */
  private static final int[] HEIGHTS = {200, 12, 17, 24, 34, 48, 68, 96, 140, 20};

  private static final double EACH = 11;
  private static final double QUIET = 5;
  static final double WALKERS_SECONDS = QUIET + HEIGHTS.length * EACH;

  private static final double SPEED = 1.3;
  private static final double DRIVEN = 8;
  private static final double ACROSS = 5.2;

  private final Street street;
  private final Random random;
  private final List<MovingBody> cast = new ArrayList<>();

  private TestScript(Street street, Random random) {
    this.street = street;
    this.random = random;
  }

  /** A long street, looked along from a wall. */
  static Street street(Random random, Size size) {
    Vector eye = new Vector(-1 + random.nextDouble(), -4, 6);
    PinholeCamera view = new PinholeCamera(eye, random.nextDouble() * 2 - 1, 9, 58, size);
    return new Street(-11, 11, 14, -8, 240, view);
  }

  static List<MovingBody> write(SceneKind kind, Street street, Random random) {
    TestScript trial = new TestScript(street, random);
    switch (kind) {
      case WALKER -> trial.walkers();
      case SLOW_WALKER -> trial.slowWalker();
      case SITTER -> trial.sitter();
      case PARKING -> trial.parking();
      case HEADLIGHTS -> trial.traffic();
      case RAIN, SHAKE, FLICKER -> trial.walker(40, 27);
      case INFRARED -> trial.walker(60, 18);
      case STREET, EMPTY -> {}
    }
    return List.copyOf(trial.cast);
  }

  private void walkers() {
    for (int i = 0; i < HEIGHTS.length; i++) {
      walker(HEIGHTS[i], QUIET + i * EACH);
    }
  }

  /** Walks across the street where a person is so tall in the picture. */
  private void walker(int height, double start) {
    Person person = Person.of(random);
    double y = distance(person, height);
    double across = Math.min(ACROSS, 0.42 * (y - street.view().eye().y()));
    Path path = Path.from(-across, y).to(across, y, SPEED).build();
    cast.add(new MovingBody(person, path, start));
  }

  private void slowWalker() {
    Person person = Person.of(random);
    double y = distance(person, 70);
    double width = person.extent().y();
    Path path =
        Path.from(-2, y)
            .to(-1, y, SPEED)
            .stay(8)
            .to(-1 + 20 * 0.1 * width, y, 0.1 * width)
            .to(2, y, SPEED)
            .build();
    cast.add(new MovingBody(person, path, QUIET));
  }

  private void sitter() {
    Person person = Person.of(random);
    double y = distance(person, 110);
    Path path = Path.from(-4, y).to(-1, y, SPEED).stay(60).to(3, y, SPEED).build();
    cast.add(new MovingBody(person, path, QUIET));
  }

  private void parking() {
    double y = 45;
    Path path =
        Path.from(Street.LANE, street.farEnd())
            .to(Street.LANE, y + 14, DRIVEN)
            .stopAt(Street.LANE, y, DRIVEN)
            .stay(14)
            .startTo(Street.LANE, y - 14, DRIVEN)
            .to(Street.LANE, 5, DRIVEN)
            .build();
    cast.add(new MovingBody(Vehicle.of("car", random), path, 1));
  }

  private void traffic() {
    for (double start : new double[] {6, 22}) {
      Path path = Path.from(-Street.LANE, 150).to(-Street.LANE, 4, 1.6 * DRIVEN).build();
      cast.add(new MovingBody(Vehicle.of("car", random), path, start));
    }
  }

  /** The distance along the street at which a person has a height in the picture. */
  private double distance(Person person, int height) {
    PinholeCamera view = street.view();
    double pixels = height * view.size().height() / 720.0;
    double near = 4;
    double far = street.farEnd();
    for (int i = 0; i < 40; i++) {
      double middle = (near + far) / 2;
      boolean isTaller = view.scale(new Vector(0, middle, 1)) * person.height() > pixels;
      near = isTaller ? middle : near;
      far = isTaller ? far : middle;
    }
    return near;
  }
}
