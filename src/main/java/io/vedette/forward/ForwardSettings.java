package io.vedette.forward;

import io.vedette.config.DataSize;
import io.vedette.config.Setting;
import java.time.Duration;
import java.util.Map;

/** What an edge site sends to a central Kafka. Immutable. */
public record ForwardSettings(
    @Setting(value = "edge", doc = "Name of this site; first word of its topics over there.")
        String site,
    @Setting(value = "true", doc = "Whether frames that show something are sent, too.")
        boolean frames,
    @Setting(value = "5s", doc = "Records older than this wait until newer ones are sent.")
        Duration live,
    @Setting(
            value = "64KiB",
            doc = "Most that is sent at once; small where the link is slow, so that news can pass.")
        DataSize chunk,
    @Setting(
            value = "10GiB",
            doc = "Disk for frames that wait to be sent; the oldest are given up first.")
        DataSize spool,
    @Setting(value = "7d", doc = "How long frames wait to be sent.") Duration spoolRetention,
    @Setting(
            value = "",
            doc = "Any property of the central Kafka's client, as forward.kafka.bootstrap.servers.")
        Map<String, String> kafka) {
  private static final long LEAST_SPOOL = 64 << 20;

  public ForwardSettings {
    if (!site.matches("[A-Za-z0-9_-]{1,60}")) {
      throw new IllegalArgumentException(
          "site: expected letters, digits, - and _, found \"" + site + "\"");
    }
    if (live.toMillis() < 100) {
      throw new IllegalArgumentException("live: expected at least 100ms, found " + live);
    }
    if (spool.bytes() < LEAST_SPOOL) {
      throw new IllegalArgumentException("spool: expected at least 64MiB, found " + spool);
    }
    if (chunk.bytes() < 1024) {
      throw new IllegalArgumentException("chunk: expected at least 1KiB, found " + chunk);
    }
  }
}
