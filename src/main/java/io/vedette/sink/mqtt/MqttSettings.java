package io.vedette.sink.mqtt;

import io.vedette.config.Secret;
import io.vedette.config.Setting;
import io.vedette.runtime.Printable;
import io.vedette.runtime.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Alerts and events as MQTT 5 messages. Immutable. */
public record MqttSettings(
    @Setting(value = "", doc = "The broker, as mqtt://home:1883 or mqtts://home:8883.") String url,
    @Setting(value = "", doc = "Name to log in by; no login when empty.") @Nullable String user,
    @Setting(value = "", doc = "Its password, as ${file:/run/secrets/x} or ${NAME}.")
        @Nullable Secret password,
    @Setting(value = "vedette", doc = "Start of all topics.") String prefix,
    @Setting(value = "alerts,events", doc = "Of alerts, events, snapshots and onvif.")
        List<Feed> publish,
    @Setting(value = "10s", doc = "Longest wait for the broker.") Duration timeout) {
  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;

  /** What is published. */
  public enum Feed {
    ALERTS,
    EVENTS,
    SNAPSHOTS,
    /** Events in the form of ONVIF's JSON over MQTT. */
    ONVIF
  }

  public MqttSettings {
    publish = List.copyOf(publish);
    expect(
        url != null && host(url) != null,
        "url: expected one as mqtt://home:1883 (a login as user and password), found "
            + Secrets.mask(String.valueOf(url)));
    expect(
        prefix.matches("[^/+#][^+#]*") && !prefix.endsWith("/") && Printable.isSafe(prefix),
        "prefix: expected a topic without +, #, outer / and control characters, found "
            + Printable.line(prefix));
    expect(!publish.isEmpty(), "publish: expected alerts or so, found nothing");
    expect(password == null || user != null, "expected a user with the password");
    expect(timeout.toMillis() > 0, "timeout: expected at least 1ms, found " + timeout);
  }

  private static void expect(boolean isSo, String otherwise) {
    if (!isSo) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  boolean isSecured() {
    return url.startsWith("mqtts:");
  }

  String host() {
    String host = host(url);
    return host == null ? "" : host;
  }

  int port() {
    int port = URI.create(url).getPort();
    return port > 0 ? port : isSecured() ? TLS_PORT : PLAIN_PORT;
  }

  private static @Nullable String host(String url) {
    try {
      URI uri = new URI(url);
      boolean isMqtt = "mqtt".equals(uri.getScheme()) || "mqtts".equals(uri.getScheme());
      return isMqtt && uri.getUserInfo() == null ? uri.getHost() : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
