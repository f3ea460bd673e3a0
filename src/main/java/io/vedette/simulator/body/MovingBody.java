package io.vedette.simulator.body;

import java.util.Optional;

/**
 * A body with its movement: a path that begins once in every loop. Immutable.
 *
 * @param start seconds into the loop at which the path begins
 */
public record MovingBody(Body body, Path path, double start) {
  /** One appearance: where it is, and in which loop it began. */
  public record Appearance(Pose pose, long loop) {}

  /**
   * The place of the body at a time of the scene, if it has one. A path that runs past the end of
   * the loop goes on in the next one, so that the loop has no seam.
   */
  public Optional<Appearance> at(double time, double loopSeconds) {
    long loop = (long) Math.floor((time - start) / loopSeconds);
    return path.pose(time - start - loop * loopSeconds).map(pose -> new Appearance(pose, loop));
  }
}
