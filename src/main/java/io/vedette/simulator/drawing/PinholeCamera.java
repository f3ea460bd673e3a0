package io.vedette.simulator.drawing;

import io.vedette.geometry.Size;
import io.vedette.simulator.body.Vector;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;

/** The camera on its wall: a pinhole that maps the street's space to pixels. Immutable. */
public final class PinholeCamera {
  /** The least distance of drawn objects, in metres along the optical axis. */
  private static final double NEAR = 0.4;

  private final Vector eye;
  private final Size size;
  private final double focal;
  private final Vector forward;
  private final Vector right;
  private final Vector up;

  /**
   * @param yaw degrees to the right of the street's direction
   * @param pitch degrees downwards
   * @param fieldOfView horizontal, in degrees
   */
  public PinholeCamera(Vector eye, double yaw, double pitch, double fieldOfView, Size size) {
    this.eye = eye;
    this.size = size;
    this.focal = size.width() / 2.0 / Math.tan(Math.toRadians(fieldOfView / 2));
    double sinYaw = Math.sin(Math.toRadians(yaw));
    double cosYaw = Math.cos(Math.toRadians(yaw));
    double sinPitch = Math.sin(Math.toRadians(pitch));
    double cosPitch = Math.cos(Math.toRadians(pitch));
    this.forward = new Vector(sinYaw * cosPitch, cosYaw * cosPitch, -sinPitch);
    this.right = new Vector(cosYaw, -sinYaw, 0);
    this.up = new Vector(sinYaw * sinPitch, cosYaw * sinPitch, cosPitch);
  }

  public Vector eye() {
    return eye;
  }

  public Size size() {
    return size;
  }

  /** Distance along the optical axis, in metres. */
  public double depth(Vector point) {
    return point.minus(eye).dot(forward);
  }

  boolean isInFront(Vector point) {
    return depth(point) > NEAR;
  }

  /** Pixels per metre at a point's depth. */
  public double scale(Vector point) {
    return focal / Math.max(NEAR, depth(point));
  }

  /** The pixel of a point in front of the camera; may lie outside the picture. */
  public Point2D.Double project(Vector point) {
    Vector offset = point.minus(eye);
    double scale = focal / Math.max(NEAR, offset.dot(forward));
    return new Point2D.Double(
        size.width() / 2.0 + scale * offset.dot(right),
        size.height() / 2.0 - scale * offset.dot(up));
  }

  /** The direction in which a pixel looks; its length along the optical axis is 1. */
  public Vector ray(double pixelX, double pixelY) {
    return forward
        .plus(right.times((pixelX - size.width() / 2.0) / focal))
        .plus(up.times((size.height() / 2.0 - pixelY) / focal));
  }

  /**
   * The outline of a polygon after cutting off what is behind the camera; empty if all of it is.
   */
  Path2D.Double outline(List<Vector> corners) {
    Path2D.Double path = new Path2D.Double(Path2D.WIND_NON_ZERO, corners.size() + 2);
    boolean first = true;
    for (Vector corner : inFront(corners)) {
      Point2D.Double pixel = project(corner);
      if (first) {
        path.moveTo(pixel.x, pixel.y);
        first = false;
      } else {
        path.lineTo(pixel.x, pixel.y);
      }
    }
    if (!first) {
      path.closePath();
    }
    return path;
  }

  private List<Vector> inFront(List<Vector> corners) {
    boolean whole = true;
    for (Vector corner : corners) {
      whole &= isInFront(corner);
    }
    if (whole) {
      return corners;
    }
    List<Vector> kept = new ArrayList<>();
    for (int i = 0; i < corners.size(); i++) {
      Vector from = corners.get(i);
      Vector to = corners.get((i + 1) % corners.size());
      double fromDepth = depth(from) - NEAR;
      double toDepth = depth(to) - NEAR;
      if (fromDepth > 0) {
        kept.add(from);
      }
      if (fromDepth > 0 != toDepth > 0) {
        kept.add(from.plus(to.minus(from).times(fromDepth / (fromDepth - toDepth))));
      }
    }
    return kept;
  }
}
