package io.vedette.plan;

import io.vedette.text.NumberWords;

/**
 * The capacity and the price of the machines of a fleet. Immutable.
 *
 * @param decodedPerCore pictures that one core decodes per second
 * @param encodedPerCore pictures that one core makes JPEGs of per second
 * @param gatedPerCore pictures that one core looks for motion in per second
 * @param workerFps frames one worker infers per second
 * @param workerCores cores of a worker
 * @param trackedPerCore frames that one core follows objects in per second
 * @param frameBytes bytes of one frame's record
 * @param detectionBytes bytes of one detection's record
 * @param brokerBytes one broker takes in per second, replicas counted
 * @param euroPerCoreMonth price of a core with 4 GiB of memory for a month
 * @param euroPerBrokerMonth price of a broker with its disk for a month
 */
@SuppressWarnings("recordcomponentnumber") // one measured cost for each step
public record FleetCosts(
    double decodedPerCore,
    double encodedPerCore,
    double gatedPerCore,
    double workerFps,
    double workerCores,
    double trackedPerCore,
    double frameBytes,
    double detectionBytes,
    double brokerBytes,
    double euroPerCoreMonth,
    double euroPerBrokerMonth) {
  public FleetCosts {
    for (double cost :
        new double[] {
          decodedPerCore,
          encodedPerCore,
          gatedPerCore,
          workerFps,
          workerCores,
          trackedPerCore,
          frameBytes,
          detectionBytes,
          brokerBytes
        }) {
      Figures.positive("cost", cost);
    }
    price("core-price", euroPerCoreMonth);
    price("broker-price", euroPerBrokerMonth);
  }

  private static void price(String name, double price) {
    if (!(price >= 0 && price <= Figures.MOST)) {
      throw new IllegalArgumentException(
          "%s: expected 0 to 10^12, found %s".formatted(name, NumberWords.of(price)));
    }
  }
}
