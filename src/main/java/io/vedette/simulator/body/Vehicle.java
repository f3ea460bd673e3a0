package io.vedette.simulator.body;

import io.vedette.simulator.body.Solid.Level;
import java.awt.Color;
import java.util.List;
import java.util.random.RandomGenerator;

/** A car, bus, truck or motorcycle. Immutable. */
public record Vehicle(String label, List<BodyPart> model, Vector extent) implements Body {
  private static final Color GLASS = new Color(38, 48, 58);
  private static final Color DARK = new Color(30, 30, 32);
  private static final Color LAMP = new Color(240, 238, 220);
  private static final Color TAIL = new Color(150, 24, 24);
  private static final Color PLATE = new Color(225, 225, 215);
  private static final List<Color> PAINTS =
      List.of(
          new Color(222, 224, 226),
          new Color(160, 164, 168),
          new Color(52, 54, 58),
          new Color(120, 22, 26),
          new Color(32, 54, 110),
          new Color(92, 96, 100),
          new Color(196, 190, 176),
          new Color(36, 70, 56),
          new Color(206, 206, 200));
  private static final List<Color> LIVERIES =
      List.of(
          new Color(190, 40, 36),
          new Color(225, 180, 50),
          new Color(48, 96, 160),
          new Color(225, 228, 230));

  public Vehicle {
    model = List.copyOf(model);
  }

  @Override
  public List<BodyPart> parts(Pose pose) {
    return model.stream().map(part -> part.at(pose)).toList();
  }

  public static Vehicle of(String label, RandomGenerator random) {
    return switch (label) {
      case "bus" -> bus(pick(LIVERIES, random));
      case "truck" -> truck(pick(PAINTS, random), pick(LIVERIES, random));
      case "motorcycle" -> motorcycle(pick(PAINTS, random), random);
      default -> car(pick(PAINTS, random), random.nextDouble());
    };
  }

  /**
   * @param build 0 for a low saloon to 1 for a tall estate
   */
  private static Vehicle car(Color paint, double build) {
    double roof = 1.42 + 0.22 * build;
    double tail = build > 0.5 ? -1.95 : -1.35;
    Level sill = new Level(-2.12, 2.12, 0.88, 0.34);
    Level belt = new Level(-2.14, 2.1, 0.88, 0.76);
    Level bonnet = new Level(-2.02, 1.7, 0.84, 0.96);
    Level waist = new Level(Math.min(-1.7, tail - 0.1), 1.0, 0.8, 0.95);
    Level top = new Level(tail, 0.25, 0.64, roof);
    Solid solid =
        new Solid()
            .frustum(new Level(-1.95, 1.95, 0.8, 0.16), new Level(-2, 2, 0.84, 0.34), DARK)
            .frustum(sill, belt, paint)
            .frustum(belt, bonnet, paint)
            .frustum(waist, top, paint)
            .glazing(waist, top, 0.13, GLASS)
            .axle(1.32, 0.885, 0.33)
            .axle(-1.3, 0.885, 0.33)
            .along(0.882, -1.9, 1.9, new double[] {0.34, 0.42}, DARK);
    for (int side = -1; side <= 1; side += 2) {
      solid.across(2.13, side * 0.5, side * 0.84, new double[] {0.56, 0.74}, LAMP);
      solid.across(-2.15, side * 0.52, side * 0.86, new double[] {0.62, 0.8}, TAIL);
    }
    solid
        .across(2.13, -0.45, 0.45, new double[] {0.48, 0.68}, DARK)
        .across(2.14, -0.25, 0.25, new double[] {0.36, 0.47}, PLATE)
        .across(-2.16, -0.25, 0.25, new double[] {0.5, 0.62}, PLATE);
    return new Vehicle("car", solid.parts(), new Vector(4.3, 1.78, roof));
  }

  private static Vehicle bus(Color paint) {
    Level floor = new Level(-5.6, 5.6, 1.25, 0.35);
    Level eaves = new Level(-5.6, 5.5, 1.25, 2.85);
    Solid solid =
        new Solid()
            .frustum(floor, eaves, paint)
            .frustum(eaves, new Level(-5.4, 5.3, 1.1, 3.1), new Color(215, 216, 214))
            .axle(3.4, 1.26, 0.48)
            .axle(-2.9, 1.26, 0.48)
            .along(1.26, -5.6, 5.6, new double[] {0.35, 0.55}, DARK)
            .across(5.62, -1.15, 1.15, new double[] {1.1, 2.45}, GLASS)
            .across(5.63, -0.9, 0.9, new double[] {2.5, 2.78}, new Color(40, 36, 20))
            .across(-5.62, -1.0, 1.0, new double[] {1.6, 2.5}, GLASS);
    for (int pane = 0; pane < 7; pane++) {
      double x = -5.3 + pane * 1.53;
      solid.along(1.26, x, x + 1.38, new double[] {1.3, 2.4}, GLASS);
    }
    solid.along(1.265, 4.3, 5.3, new double[] {0.4, 2.4}, new Color(52, 58, 62));
    lamps(solid, 5.63, -5.63, 1.15);
    return new Vehicle("bus", solid.parts(), new Vector(11.2, 2.5, 3.1));
  }

  private static Vehicle truck(Color cab, Color cargo) {
    Color pale =
        new Color(
            (cargo.getRed() + 2 * 225) / 3,
            (cargo.getGreen() + 2 * 225) / 3,
            (cargo.getBlue() + 2 * 222) / 3);
    Level floor = new Level(2.1, 4.1, 1.15, 0.5);
    Level dash = new Level(2.1, 4.1, 1.15, 1.5);
    Level roof = new Level(2.1, 3.8, 1.08, 2.65);
    Solid solid =
        new Solid()
            .frustum(new Level(-3.9, 3.9, 0.8, 0.5), new Level(-3.9, 3.9, 0.8, 0.95), DARK)
            .frustum(new Level(-4, 1.9, 1.22, 0.95), new Level(-4, 1.9, 1.22, 3.3), pale)
            .frustum(floor, dash, cab)
            .frustum(dash, roof, cab)
            .glazing(dash, roof, 0.14, GLASS)
            .along(1.225, -3.9, 1.8, new double[] {1.5, 1.75}, cargo)
            .axle(3.1, 1.16, 0.48)
            .axle(-1.9, 1.16, 0.48)
            .axle(-3.0, 1.16, 0.48)
            .across(4.12, -0.8, 0.8, new double[] {0.75, 1.3}, DARK)
            .across(-4.02, -0.05, 0.05, new double[] {1.0, 3.2}, DARK);
    lamps(solid, 4.13, -4.03, 1.0);
    return new Vehicle("truck", solid.parts(), new Vector(8.1, 2.45, 3.3));
  }

  private static Vehicle motorcycle(Color paint, RandomGenerator random) {
    Color jacket = pick(PAINTS, random);
    Color trousers = new Color(44, 46, 58);
    Color skin = new Color(176, 130, 104);
    Solid solid =
        new Solid()
            .axle(0.72, 0.06, 0.31)
            .axle(-0.7, 0.07, 0.31)
            .frustum(new Level(-0.45, 0.4, 0.16, 0.3), new Level(-0.4, 0.4, 0.18, 0.62), DARK)
            .frustum(new Level(-0.1, 0.5, 0.17, 0.62), new Level(0, 0.42, 0.14, 0.95), paint)
            .frustum(new Level(-0.95, 0, 0.15, 0.68), new Level(-0.9, 0, 0.13, 0.84), DARK)
            .limb(new Vector(0.72, 0, 0.31), new Vector(0.45, 0, 1.0), 0.045, DARK)
            .limb(new Vector(0.42, -0.36, 1.05), new Vector(0.42, 0.36, 1.05), 0.03, DARK)
            .limb(new Vector(0.55, 0, 0.88), new Vector(0.57, 0, 0.88), 0.09, LAMP)
            .limb(new Vector(-0.92, 0, 0.74), new Vector(-0.94, 0, 0.74), 0.06, TAIL)
            .limb(new Vector(-0.28, 0, 0.92), new Vector(-0.05, 0, 1.36), 0.19, jacket)
            .limb(new Vector(0, 0, 1.62), new Vector(0.02, 0, 1.64), 0.145, paint)
            .limb(new Vector(0.12, 0, 1.6), new Vector(0.13, 0, 1.6), 0.07, DARK);
    for (int side = -1; side <= 1; side += 2) {
      solid
          .limb(
              new Vector(-0.25, side * 0.13, 0.86),
              new Vector(0.2, side * 0.22, 0.78),
              0.09,
              trousers)
          .limb(
              new Vector(0.2, side * 0.22, 0.78),
              new Vector(0.0, side * 0.22, 0.36),
              0.07,
              trousers)
          .limb(
              new Vector(-0.02, side * 0.2, 1.4), new Vector(0.2, side * 0.32, 1.15), 0.06, jacket)
          .limb(
              new Vector(0.2, side * 0.32, 1.15), new Vector(0.42, side * 0.33, 1.06), 0.05, skin);
    }
    return new Vehicle("motorcycle", solid.parts(), new Vector(2.1, 0.7, 1.75));
  }

  private static void lamps(Solid solid, double front, double rear, double halfWidth) {
    for (int side = -1; side <= 1; side += 2) {
      solid
          .across(
              front, side * (halfWidth - 0.35), side * halfWidth, new double[] {0.6, 0.82}, LAMP)
          .across(rear, side * (halfWidth - 0.25), side * halfWidth, new double[] {0.6, 0.9}, TAIL);
    }
  }

  private static Color pick(List<Color> colors, RandomGenerator random) {
    return colors.get(random.nextInt(colors.size()));
  }
}
