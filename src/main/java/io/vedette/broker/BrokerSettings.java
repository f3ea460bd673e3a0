package io.vedette.broker;

import io.vedette.config.DataSize;
import io.vedette.config.Setting;

/** The settings of the embedded broker: where it listens and how much it may store. Immutable. */
public record BrokerSettings(
    @Setting(
            value = "9092",
            doc = "Loopback port for Kafka clients; 0 takes a free one, and so does a port in use.")
        int port,
    @Setting(
            value = "128MiB",
            doc =
                "Free disk space that the data folder needs; with less, the program ends cleanly.")
        DataSize freeRoom,
    @Setting(value = "8MiB", doc = "Largest record; a picture must fit.") DataSize maxRecord) {
  private static final int LARGEST_PORT = 65_535;

  public BrokerSettings {
    if (port < 0 || port > LARGEST_PORT) {
      throw new IllegalArgumentException("port: expected 0–65535, found " + port);
    }
  }
}
