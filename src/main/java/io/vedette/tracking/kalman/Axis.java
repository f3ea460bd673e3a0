package io.vedette.tracking.kalman;

/**
 * One coordinate of a moving box: position and velocity with their covariance, as a Kalman filter
 * with constant velocity keeps them. Immutable.
 *
 * <p>The eight-dimensional filter of ByteTrack falls apart into four of these, since none of its
 * matrices joins two coordinates.
 *
 * @param position in units of the picture, or the aspect ratio
 * @param velocity the same per second
 * @param positionVariance variance of the position
 * @param covariance covariance of position and velocity
 * @param velocityVariance variance of the velocity
 */
public record Axis(
    double position,
    double velocity,
    double positionVariance,
    double covariance,
    double velocityVariance) {

  static Axis at(double position, double positionDeviation, double velocityDeviation) {
    return new Axis(
        position,
        0,
        positionDeviation * positionDeviation,
        0,
        velocityDeviation * velocityDeviation);
  }

  /**
   * The axis after some seconds. The noise is that of a position and a velocity that both wander,
   * integrated over the time, so that one long step is as uncertain as many short ones.
   *
   * @param wander deviation of the position after one second
   * @param sway deviation of the velocity after one second
   */
  public Axis after(double seconds, double wander, double sway) {
    double walk = wander * wander * seconds;
    double push = sway * sway * seconds;
    return new Axis(
        position + velocity * seconds,
        velocity,
        positionVariance
            + 2 * seconds * covariance
            + seconds * seconds * velocityVariance
            + walk
            + push * seconds * seconds / 3,
        covariance + seconds * velocityVariance + push * seconds / 2,
        velocityVariance + push);
  }

  /** Corrected by a measurement of the position with the given deviation. */
  Axis measured(double value, double deviation) {
    double total = positionVariance + deviation * deviation;
    double positionGain = positionVariance / total;
    double velocityGain = covariance / total;
    double error = value - position;
    return new Axis(
        position + positionGain * error,
        velocity + velocityGain * error,
        positionVariance * (1 - positionGain),
        covariance * (1 - positionGain),
        velocityVariance - velocityGain * covariance);
  }

  Axis still() {
    return new Axis(position, 0, positionVariance, covariance, velocityVariance);
  }
}
