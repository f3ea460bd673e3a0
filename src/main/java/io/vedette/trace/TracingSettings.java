package io.vedette.trace;

import static io.vedette.config.Limits.shown;

import io.vedette.config.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of tracing: the frames that are traced, and the collector of their spans. Immutable.
 */
public record TracingSettings(
    @Setting(
            value = "",
            doc =
                "Where spans are sent by OTLP over HTTP, as http://collector:4318; when empty"
                    + " nothing is traced.")
        @Nullable String endpoint,
    @Setting(
            value = "",
            doc =
                "Headers of each request, as tracing.headers.authorization:"
                    + " ${file:/run/secrets/collector}.")
        Map<String, String> headers,
    @Setting(value = "vedette", doc = "Name of the service in traces.") String service,
    @Setting(
            value = "1000",
            doc =
                "Of each camera's frames one in so many is traced, by chance, and the first of"
                    + " each session.")
        int oneIn,
    @Setting(
            value = "2s",
            doc = "Frames whose detections come later than this are traced, too, as rejected ones.")
        Duration late,
    @Setting(value = "10", doc = "Most late and rejected frames in a second that are traced.")
        int mostLate) {
  private static final int MOST = 1_000_000_000;
  private static final int MOST_LATE = 1000;

  public TracingSettings {
    headers = Map.copyOf(headers);
    if (endpoint != null) {
      requireAddress(endpoint);
    }
    within("one-in", oneIn, 1, MOST);
    within("most-late", mostLate, 0, MOST_LATE);
    if (late.isNegative()) {
      throw new IllegalArgumentException("late: expected 0 or more, found " + shown(late));
    }
  }

  /** The address for spans, with a collector's default path unless the endpoint has one. */
  String address() {
    String base = String.valueOf(endpoint);
    String path = URI.create(base).getPath();
    return path.isEmpty() || path.equals("/") ? base.replaceFirst("/$", "") + "/v1/traces" : base;
  }

  private static void requireAddress(String text) {
    try {
      URI address = new URI(text);
      String scheme = String.valueOf(address.getScheme());
      boolean isHttp = scheme.equals("http") || scheme.equals("https");
      if (isHttp && address.getHost() != null && address.getUserInfo() == null) {
        return;
      }
    } catch (URISyntaxException e) {
      // reported below, like the others
    }
    throw new IllegalArgumentException(
        "endpoint: expected an address as http://collector:4318, without a login (that is for"
            + " tracing.headers), found another");
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: expected %d–%d, found %d".formatted(key, least, most, value));
    }
  }
}
