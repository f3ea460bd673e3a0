package io.vedette.plan;

import io.vedette.text.NumberWords;

/**
 * The capacity of one machine of each kind, measured or assumed. Immutable.
 *
 * @param frameBytes bytes of one frame's record
 * @param workerFps frames one worker infers per second
 * @param decodedPerCore pictures of the demand's size that one core decodes per second
 * @param encodedPerCore pictures of that size that one core makes JPEGs of per second
 * @param coresPerNode cores of a machine that reads cameras
 * @param brokerBytes one broker takes in per second, replicas counted, and serves as often again
 * @param detectionBytes bytes of one detection's record
 */
public record Figures(
    double frameBytes,
    double workerFps,
    double decodedPerCore,
    double encodedPerCore,
    int coresPerNode,
    double brokerBytes,
    double detectionBytes) {
  static final double MOST = 1e12;

  public Figures {
    positive("worker-fps", workerFps);
    positive("cores", coresPerNode);
    positive("broker-throughput", brokerBytes);
  }

  /** Checks a number that something is divided by, or made of. */
  static void positive(String name, double number) {
    if (!(number > 0 && number <= MOST)) {
      throw new IllegalArgumentException(
          "%s: expected more than 0 and at most 10^12, found %s"
              .formatted(name, NumberWords.of(number)));
    }
  }
}
