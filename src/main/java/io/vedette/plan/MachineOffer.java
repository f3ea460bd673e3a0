package io.vedette.plan;

import io.vedette.config.Setting;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * The machines that one provider would run a fleet on, and their prices at a day. Immutable.
 *
 * @param asOf the day, as {@code 2025-06-01}
 * @param currency the prices' currency
 */
public record MachineOffer(
    @Setting(value = "1970-01-01", doc = "The day at which the prices were looked up.") String asOf,
    @Setting(value = "EUR", doc = "Currency of the prices.") String currency,
    Machine ingest,
    Machine detect,
    Machine track,
    Machine broker) {

  /** The offers of a file, by name. */
  public record Offers(
      @Setting(value = "", doc = "Offers by name.") Map<String, MachineOffer> offers) {
    public Offers {
      offers = Map.copyOf(offers);
    }
  }

  /**
   * A machine.
   *
   * @param cores that it has
   * @param month price of a month
   */
  public record Machine(
      @Setting(value = "machine", doc = "What the provider calls it.") String name,
      @Setting(value = "8", doc = "Its cores.") int cores,
      @Setting(value = "0", doc = "Price of a month.") double month) {
    private static final int MOST_CORES = 1024;

    public Machine {
      if (cores < 1 || cores > MOST_CORES) {
        throw new IllegalArgumentException("cores: expected 1–1024, found " + cores);
      }
      if (!(month >= 0)) {
        throw new IllegalArgumentException("month: expected a price of 0 or more, found " + month);
      }
    }

    /** The number of machines for some work, of which each piece needs its cores on one machine. */
    long count(double work, double coresOfOne) {
      double each = Math.max(1, Math.floor(cores / coresOfOne));
      return (long) Math.ceil(work / each);
    }
  }

  /**
   * A fleet on these machines.
   *
   * @param ingest machines that read cameras
   * @param detect machines that infer
   * @param track machines that follow objects
   * @param brokers number of Kafka's brokers
   * @param perCamera price of a camera and month
   */
  public record Bill(long ingest, long detect, long track, long brokers, double perCamera) {}

  public MachineOffer {
    try {
      LocalDate.parse(asOf);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "as-of: expected a day as 2025-06-01, found another text", e);
    }
  }

  /** The bill of a load. */
  public Bill bill(FleetLoad load, FleetCosts costs) {
    long readers = ingest.count(load.ingestCores(), 1);
    long inferring = detect.count(load.workers(), costs.workerCores());
    long following = track.count(load.trackCores(), 1);
    long brokers = (long) Math.ceil(load.brokers());
    double month =
        readers * ingest.month()
            + inferring * detect.month()
            + following * track.month()
            + brokers * broker.month();
    return new Bill(readers, inferring, following, brokers, month / load.cameras());
  }
}
