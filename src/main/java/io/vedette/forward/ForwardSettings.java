package io.vedette.forward;

import static io.vedette.config.Limits.shown;

import io.vedette.config.DataSize;
import io.vedette.config.Setting;
import java.time.Duration;
import java.util.Map;

/** The settings of forwarding to a central Kafka. Immutable. */
public record ForwardSettings(
    @Setting(
            value = "edge",
            doc = "Name of this site; first part of its topics' names at the centre.")
        String site,
    @Setting(value = "true", doc = "Whether frames with detections are sent, too.") boolean frames,
    @Setting(
            value = "5s",
            doc = "Records older than this are sent only when there are no newer ones.")
        Duration live,
    @Setting(
            value = "64KiB",
            doc =
                "Largest amount that is sent at once; small for a slow link, so that new records can pass.")
        DataSize chunk,
    @Setting(
            value = "10GiB",
            doc = "Disk space for frames that wait to be sent; the oldest are given up first.")
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
      throw new IllegalArgumentException("live: expected at least 100ms, found " + shown(live));
    }
    if (spool.bytes() < LEAST_SPOOL) {
      throw new IllegalArgumentException("spool: expected at least 64MiB, found " + spool);
    }
    if (chunk.bytes() < 1024) {
      throw new IllegalArgumentException("chunk: expected at least 1KiB, found " + chunk);
    }
  }
}
