package io.vedette.simulator.body;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A scripted way through the street: legs one after the other. Immutable. */
public final class Path {
  /** The growth of a leg's distance with its time. */
  enum Pace {
    STEADY,
    BRAKING,
    STARTING;

    double distance(double fraction) {
      return switch (this) {
        case STEADY -> fraction;
        case BRAKING -> fraction * (2 - fraction);
        case STARTING -> fraction * fraction;
      };
    }
  }

  private record Leg(
      double fromX, double fromY, double toX, double toY, double seconds, Pace pace) {
    double length() {
      return Math.hypot(toX - fromX, toY - fromY);
    }
  }

  private final List<Leg> legs;
  private final double seconds;

  private Path(List<Leg> legs) {
    this.legs = List.copyOf(legs);
    this.seconds = legs.stream().mapToDouble(Leg::seconds).sum();
  }

  public static Builder from(double x, double y) {
    return new Builder(x, y);
  }

  double seconds() {
    return seconds;
  }

  /** The pose at a time since the path's start; empty before it and after its end. */
  Optional<Pose> pose(double time) {
    if (time < 0 || time >= seconds) {
      return Optional.empty();
    }
    double left = time;
    double walked = 0;
    double heading = 0;
    for (Leg leg : legs) {
      double length = leg.length();
      if (length > 0) {
        heading = Math.atan2(leg.toY - leg.fromY, leg.toX - leg.fromX);
      }
      if (left < leg.seconds) {
        double done = leg.pace.distance(left / leg.seconds);
        return Optional.of(
            new Pose(
                leg.fromX + done * (leg.toX - leg.fromX),
                leg.fromY + done * (leg.toY - leg.fromY),
                heading,
                walked + done * length,
                length > 0));
      }
      left -= leg.seconds;
      walked += length;
    }
    return Optional.empty();
  }

  /** Strings legs together. Confined to its owner's thread. */
  public static final class Builder {
    private final List<Leg> legs = new ArrayList<>();
    private double x;
    private double y;

    private Builder(double x, double y) {
      this.x = x;
      this.y = y;
    }

    /** Goes straight to a point at a speed in metres per second. */
    public Builder to(double toX, double toY, double speed) {
      return leg(toX, toY, Math.hypot(toX - x, toY - y) / speed, Pace.STEADY);
    }

    /** Comes to a stop at a point, from a speed. */
    public Builder stopAt(double toX, double toY, double speed) {
      return leg(toX, toY, 2 * Math.hypot(toX - x, toY - y) / speed, Pace.BRAKING);
    }

    /** Sets off to a point, where a speed is reached. */
    public Builder startTo(double toX, double toY, double speed) {
      return leg(toX, toY, 2 * Math.hypot(toX - x, toY - y) / speed, Pace.STARTING);
    }

    public Builder stay(double seconds) {
      return leg(x, y, seconds, Pace.STEADY);
    }

    public Path build() {
      return new Path(legs);
    }

    private Builder leg(double toX, double toY, double seconds, Pace pace) {
      if (seconds > 0) {
        legs.add(new Leg(x, y, toX, toY, seconds, pace));
      }
      x = toX;
      y = toY;
      return this;
    }
  }
}
