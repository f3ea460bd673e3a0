package io.vedette.sink;

import static io.vedette.config.Limits.shown;

import io.vedette.config.Setting;
import io.vedette.sink.mail.MailSettings;
import io.vedette.sink.mqtt.MqttSettings;
import io.vedette.sink.webhook.WebhookSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of sinks, each with a name of its own. Immutable. */
public record SinkSettings(
    @Setting(
            value = "vedette-sinks",
            doc = "Prefix of the consumer groups, in which Kafka keeps the progress of deliveries.")
        String group,
    @Setting(
            value = "1h",
            doc =
                "How long an alert that cannot be delivered is tried; then it goes to <prefix>.undelivered.")
        Duration keepTrying,
    @Setting(value = "", doc = "HTTP requests, by name.") Map<String, WebhookSettings> webhooks,
    @Setting(value = "", doc = "MQTT 5 brokers, by name.") Map<String, MqttSettings> mqtt,
    @Setting(value = "", doc = "E-mails, by name.") Map<String, MailSettings> mails,
    @Setting(value = "", doc = "Kafka topics, by name.") Map<String, TopicSettings> topics) {
  public SinkSettings {
    webhooks = Map.copyOf(webhooks);
    mqtt = Map.copyOf(mqtt);
    mails = Map.copyOf(mails);
    topics = Map.copyOf(topics);
    if (keepTrying.isNegative()) {
      throw new IllegalArgumentException(
          "keep-trying: expected 0 or more, found " + shown(keepTrying));
    }
    Set<String> names = new TreeSet<>();
    for (Set<String> sinks :
        List.of(webhooks.keySet(), mqtt.keySet(), mails.keySet(), topics.keySet())) {
      sinks.forEach(name -> check(name, names));
    }
  }

  /** The names of all sinks. */
  public Set<String> names() {
    return Stream.of(webhooks, mqtt, mails, topics)
        .flatMap(sinks -> sinks.keySet().stream())
        .collect(Collectors.toSet());
  }

  private static void check(String name, Set<String> names) {
    if (!name.matches("[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException(
          "expected sinks named by letters, digits, _ and -, found \"" + name + "\"");
    }
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "expected a name of its own for each sink, found \"" + name + "\" twice");
    }
  }
}
