package io.vedette.simulator.body;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Someone on foot, with a gait. Immutable.
 *
 * @param height in metres
 * @param build width of the trunk ÷ that of a slim person
 */
public record Person(double height, double build, Color skin, Color hair, Color top, Color trousers)
    implements Body {
  private static final double STRIDE = 1.45;
  private static final Color SHOE = new Color(30, 28, 28);
  private static final List<Color> SKINS =
      List.of(
          new Color(214, 172, 146),
          new Color(188, 140, 112),
          new Color(140, 96, 72),
          new Color(92, 62, 48));
  private static final List<Color> HAIRS =
      List.of(new Color(28, 24, 22), new Color(70, 48, 32), new Color(140, 120, 90));
  private static final List<Color> TOPS =
      List.of(
          new Color(34, 38, 52),
          new Color(150, 36, 40),
          new Color(210, 208, 200),
          new Color(60, 92, 140),
          new Color(76, 84, 66),
          new Color(196, 160, 60),
          new Color(96, 70, 96),
          new Color(40, 40, 42));
  private static final List<Color> TROUSERS =
      List.of(
          new Color(38, 46, 74),
          new Color(34, 34, 38),
          new Color(110, 100, 84),
          new Color(66, 72, 84));

  public static Person of(RandomGenerator random) {
    return new Person(
        1.58 + 0.28 * random.nextDouble(),
        1 + 0.35 * random.nextDouble(),
        pick(SKINS, random),
        pick(HAIRS, random),
        pick(TOPS, random),
        pick(TROUSERS, random));
  }

  @Override
  public String label() {
    return "person";
  }

  @Override
  public Vector extent() {
    return new Vector(0.35, 0.5, height);
  }

  @Override
  public List<BodyPart> parts(Pose pose) {
    double swing = pose.moving() ? Math.sin(2 * Math.PI * pose.walked() / STRIDE) : 0.05;
    double hip = 0.52 * height;
    double shoulder = 0.81 * height;
    List<BodyPart> parts = new ArrayList<>();
    for (int side = -1; side <= 1; side += 2) {
      leg(parts, side, side * swing, hip);
      arm(parts, side, -side * swing, shoulder);
    }
    double girth = 0.105 * build;
    for (int side = -1; side <= 1; side += 2) {
      double y = side * 0.075 * build;
      parts.add(limb(0, y, hip, 0, y, 0.6 * height, girth, trousers));
      parts.add(limb(0, y, 0.6 * height, 0.01, 1.25 * y, shoulder - 0.07, girth, top));
    }
    parts.add(limb(0, 0, shoulder, 0.01, 0, 0.86 * height, 0.055, skin));
    double head = 0.062 * height;
    parts.add(limb(0.02, 0, 0.915 * height, 0.02, 0, 0.93 * height, head, skin));
    parts.add(limb(-0.02, 0, 0.935 * height, -0.02, 0, 0.945 * height, head, hair));
    return parts.stream().map(part -> part.at(pose)).toList();
  }

  private void leg(List<BodyPart> parts, int side, double swing, double hip) {
    double y = side * 0.09;
    double kneeX = 0.2 * swing + 0.05;
    double footX = 0.4 * swing - (swing < 0 ? 0.06 : 0);
    double lift = Math.max(0, -swing) * 0.12;
    double knee = 0.27 * height + lift * 0.4;
    parts.add(limb(0, y, hip, kneeX, y, knee, 0.085 * build, trousers));
    parts.add(limb(kneeX, y, knee, footX, y, 0.09 + lift, 0.065, trousers));
    parts.add(limb(footX, y, 0.05 + lift, footX + 0.15, y, 0.045 + lift, 0.05, SHOE));
  }

  private void arm(List<BodyPart> parts, int side, double swing, double shoulder) {
    double y = side * 0.2 * build;
    double elbowX = 0.14 * swing;
    double handX = 0.3 * swing + 0.08;
    double elbow = shoulder - 0.29;
    parts.add(limb(0, y, shoulder - 0.04, elbowX, y * 1.12, elbow, 0.055, top));
    parts.add(limb(elbowX, y * 1.12, elbow, handX, y * 1.08, elbow - 0.24, 0.045, top));
    parts.add(limb(handX, y * 1.08, elbow - 0.28, handX, y * 1.08, elbow - 0.31, 0.045, skin));
  }

  @SuppressWarnings("checkstyle:ParameterNumber") // two points, a radius and a colour
  private static BodyPart limb(
      double x, double y, double z, double x2, double y2, double z2, double radius, Color color) {
    return new BodyPart.Limb(new Vector(x, y, z), new Vector(x2, y2, z2), radius, color);
  }

  private static Color pick(List<Color> colors, RandomGenerator random) {
    return colors.get(random.nextInt(colors.size()));
  }
}
