package io.vedette.simulator.drawing;

import io.vedette.simulator.body.BodyPart;
import io.vedette.simulator.body.Pose;
import io.vedette.simulator.body.Vector;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The painter of bodies and their shadows in one picture. Confined to its owner's thread. */
public final class Painter {
  private final Graphics2D graphics;
  private final PinholeCamera view;
  private final Light light;

  public Painter(Graphics2D graphics, PinholeCamera view, Light light) {
    this.graphics = graphics;
    this.view = view;
    this.light = light;
  }

  /** The smallest rectangle in pixels around all parts; may reach outside the picture. */
  public static Rectangle2D.Double bounds(List<BodyPart> parts, PinholeCamera view) {
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (BodyPart part : parts) {
      boolean limb = part instanceof BodyPart.Limb;
      double reach = limb ? ((BodyPart.Limb) part).radius() * view.scale(part.centre()) : 0;
      for (Vector point : points(part)) {
        Point2D.Double pixel = view.project(point);
        left = Math.min(left, pixel.x - reach);
        top = Math.min(top, pixel.y - reach);
        right = Math.max(right, pixel.x + reach);
        bottom = Math.max(bottom, pixel.y + reach);
      }
    }
    return new Rectangle2D.Double(left, top, right - left, bottom - top);
  }

  public static boolean isInFront(List<BodyPart> parts, PinholeCamera view) {
    return parts.stream().flatMap(part -> points(part).stream()).allMatch(view::isInFront);
  }

  private static List<Vector> points(BodyPart part) {
    if (part instanceof BodyPart.Facet facet) {
      return facet.corners();
    }
    BodyPart.Limb limb = (BodyPart.Limb) part;
    return List.of(limb.from(), limb.to());
  }

  /** Draws the shadow where the body hides the sun and the sky. */
  public void shadow(Pose pose, Vector extent) {
    double halfLength = extent.x() / 2;
    double halfWidth = extent.y() / 2;
    List<Vector> foot = new ArrayList<>();
    for (int[] corner : new int[][] {{1, 1}, {-1, 1}, {-1, -1}, {1, -1}}) {
      foot.add(pose.place(new Vector(corner[0] * halfLength, corner[1] * halfWidth, 0)));
    }
    Vector sun = light.toSun();
    Vector shift = new Vector(-sun.x() / sun.z(), -sun.y() / sun.z(), 0).times(extent.z() * 0.85);
    List<Vector> cast = new ArrayList<>(foot);
    foot.forEach(corner -> cast.add(corner.plus(shift)));
    if (light.sun() > 0.2) {
      fillDark(Hull.around(cast), 0.75 * light.shadow());
    }
    fillDark(grown(foot, 1.12), 0.25);
    fillDark(foot, 0.35);
  }

  public void draw(List<BodyPart> parts) {
    List<BodyPart> sorted = new ArrayList<>(parts);
    sorted.sort(Comparator.comparingDouble(this::distance).reversed());
    for (BodyPart part : sorted) {
      if (part instanceof BodyPart.Facet facet) {
        facet(facet);
      } else if (part instanceof BodyPart.Limb limb) {
        limb(limb);
      }
    }
  }

  private double distance(BodyPart part) {
    double bias = part instanceof BodyPart.Facet facet ? facet.bias() : 0;
    return part.centre().minus(view.eye()).length() - bias;
  }

  private void facet(BodyPart.Facet facet) {
    if (facet.outward().dot(facet.centre().minus(view.eye())) >= 0) {
      return;
    }
    Path2D.Double outline = view.outline(facet.corners());
    if (outline.getCurrentPoint() == null) {
      return;
    }
    Rectangle2D box = outline.getBounds2D();
    double brightness = light.brightness(facet.outward());
    Color upper = light.shade(facet.color(), brightness * 1.1);
    Color lower = light.shade(facet.color(), brightness * 0.86);
    if (box.getHeight() < 6) {
      graphics.setPaint(light.shade(facet.color(), brightness));
    } else {
      graphics.setPaint(
          new GradientPaint(0f, (float) box.getMinY(), upper, 0f, (float) box.getMaxY(), lower));
    }
    graphics.fill(outline);
  }

  private void limb(BodyPart.Limb limb) {
    double width = 2 * limb.radius() * view.scale(limb.centre());
    Point2D.Double from = view.project(limb.from());
    Point2D.Double to = view.project(limb.to());
    double sideLight = 0.5 + 0.5 * light.toSun().dot(view.ray(view.size().width(), 0).unit());
    double brightness = light.ambient() + 0.45 * light.sun();
    stroke(from, to, width, light.shade(limb.color(), brightness * 0.82));
    if (width > 4) {
      double shift = width * 0.14 * (sideLight > 0.5 ? 1 : -1);
      Point2D.Double fromLit = new Point2D.Double(from.x + shift, from.y - width * 0.1);
      Point2D.Double toLit = new Point2D.Double(to.x + shift, to.y - width * 0.1);
      stroke(fromLit, toLit, width * 0.6, light.shade(limb.color(), brightness * 1.02));
    }
  }

  private void stroke(Point2D.Double from, Point2D.Double to, double width, Color color) {
    graphics.setPaint(color);
    if (from.distance(to) < 0.5) {
      graphics.fill(new Ellipse2D.Double(from.x - width / 2, from.y - width / 2, width, width));
      return;
    }
    graphics.setStroke(
        new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(new Line2D.Double(from, to));
  }

  private void fillDark(List<Vector> corners, double alpha) {
    graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) alpha));
    graphics.setPaint(Color.BLACK);
    graphics.fill(view.outline(corners));
    graphics.setComposite(AlphaComposite.SrcOver);
  }

  private static List<Vector> grown(List<Vector> corners, double factor) {
    Vector middle = corners.get(0).plus(corners.get(2)).times(0.5);
    return corners.stream().map(c -> middle.plus(c.minus(middle).times(factor))).toList();
  }
}
