package io.vedette.sink;

import io.vedette.runtime.Service;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervisor;
import io.vedette.sink.delivery.AlertSink;
import io.vedette.sink.delivery.Sink;
import io.vedette.sink.delivery.TopicDelivery;
import io.vedette.sink.mail.Mail;
import io.vedette.sink.mail.MailSettings;
import io.vedette.sink.mqtt.MqttSettings;
import io.vedette.sink.mqtt.MqttSettings.Feed;
import io.vedette.sink.mqtt.MqttSink;
import io.vedette.sink.webhook.Webhook;
import io.vedette.transport.access.Rights;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.topic.RoleRights;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All sinks of the settings, each with a worker of its own, so that none waits for another. */
public final class Sinks implements Service {
  private final Surroundings around;
  private final SinkSettings settings;
  private final InstantSource clock;
  private final Supervisor supervisor;
  private final Services workers = new Services();

  /** The surroundings of sinks. */
  public record Surroundings(Vertx vertx, KafkaAccess kafka, Topics topics, SinkMeters meters) {}

  public Sinks(
      Surroundings around, SinkSettings settings, InstantSource clock, Supervisor supervisor) {
    this.around = around;
    this.settings = settings;
    this.clock = clock;
    this.supervisor = supervisor;
  }

  /** The rights in Kafka that the sinks of these settings need. */
  public static Rights rights(SinkSettings settings, Topics topics, RoleRights roles) {
    Set<String> read = new TreeSet<>();
    settings.mqtt().values().forEach(mqtt -> read.addAll(topics(mqtt, topics)));
    if (settings.mails().values().stream().anyMatch(MailSettings::picture)) {
      read.add(topics.frames());
    }
    if (settings.names().size() > settings.mqtt().size()) {
      read.add(topics.alerts());
    }
    return settings.names().isEmpty()
        ? new Rights("sinks", List.of())
        : roles.sinks(read, settings.topics().values().stream().map(TopicSettings::topic).toList());
  }

  @Override
  public void start() {
    settings
        .topics()
        .forEach(
            (name, topic) -> {
              around.topics().ensureAlerts(around.kafka(), topic.topic());
              carryAlerts(name, () -> new TopicDelivery(topic.topic()));
            });
    settings
        .webhooks()
        .forEach(
            (name, webhook) ->
                carryAlerts(name, () -> new Webhook(around.vertx(), webhook, clock)));
    settings.mails().forEach(this::carryMails);
    settings
        .mqtt()
        .forEach(
            (name, mqtt) ->
                carry(name, null, topics(mqtt, around.topics()), () -> new MqttSink(name, mqtt)));
  }

  @Override
  public void close() {
    workers.close();
  }

  private void carryAlerts(String name, Supplier<AlertSink.Delivery> delivery) {
    carryAlerts(name, null, delivery);
  }

  /** Starts a worker for each address, so that none waits for another one's mail server. */
  private void carryMails(String name, MailSettings mail) {
    for (String recipient : Set.copyOf(mail.to())) {
      carryAlerts(
          name,
          recipient,
          () -> new Mail(around.vertx(), mail, recipient, around.kafka(), around.topics()));
    }
  }

  private void carryAlerts(
      String name, @Nullable String recipient, Supplier<AlertSink.Delivery> delivery) {
    carry(
        name,
        recipient,
        List.of(around.topics().alerts()),
        () -> new AlertSink(name, delivery.get()));
  }

  private void carry(
      String name, @Nullable String recipient, List<String> topics, Supplier<Sink> sink) {
    SinkWorker.Round round =
        new SinkWorker.Round(
            name,
            recipient,
            topics,
            settings.group(),
            around.topics().undelivered(),
            settings.keepTrying());
    around.meters().begin(name);
    workers.start(new SinkWorker(around.kafka(), round, sink, around.meters(), clock, supervisor));
  }

  private static List<String> topics(MqttSettings mqtt, Topics topics) {
    Set<String> read = new TreeSet<>();
    for (Feed feed : mqtt.publish()) {
      read.add(
          switch (feed) {
            case ALERTS -> topics.alerts();
            case EVENTS, ONVIF -> topics.events();
            case SNAPSHOTS -> topics.snapshots();
          });
    }
    return new ArrayList<>(read);
  }
}
