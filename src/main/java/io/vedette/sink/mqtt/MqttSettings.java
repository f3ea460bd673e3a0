package io.vedette.sink.mqtt;

import static io.vedette.config.Limits.shown;

import io.vedette.config.Secret;
import io.vedette.config.Setting;
import io.vedette.text.Printable;
import io.vedette.text.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of an MQTT sink. Immutable. */
public record MqttSettings(
    @Setting(value = "", doc = "The broker, as mqtt://home:1883 or mqtts://home:8883.") String url,
    @Setting(value = "", doc = "User name; no login when empty.") @Nullable String user,
    @Setting(value = "", doc = "Its password, as ${file:/run/secrets/x} or ${NAME}.")
        @Nullable Secret password,
    @Setting(value = "vedette", doc = "Prefix of all topics.") String prefix,
    @Setting(
            value = "alerts,events",
            doc = "What is published: some of alerts, events, snapshots and onvif.")
        List<Feed> publish,
    @Setting(value = "10s", doc = "Longest wait for the broker.") Duration timeout,
    @Setting(
            value = "",
            doc =
                "Prefix of Home Assistant's discovery topics, usually homeassistant; no discovery"
                    + " when empty.")
        @Nullable String discovery) {
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
        "url: expected an address such as mqtt://home:1883 (with the login in user and password),"
            + " found "
            + (url == null ? "nothing" : Secrets.mask(url)));
    expectTopic("prefix", prefix);
    if (discovery != null) {
      expectTopic("discovery", discovery);
    }
    expect(
        !publish.isEmpty(),
        "publish: expected some of alerts, events, snapshots and onvif, found nothing");
    expect(password == null || user != null, "expected a user with the password");
    expect(timeout.toMillis() > 0, "timeout: expected at least 1ms, found " + shown(timeout));
  }

  private static void expectTopic(String name, String topic) {
    expect(
        topic.matches("[^/+#][^+#]*") && !topic.endsWith("/") && Printable.isSafe(topic),
        name
            + ": expected a topic without +, #, outer / and control characters, found "
            + Printable.line(topic));
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
