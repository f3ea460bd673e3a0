package io.vedette.sink.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientConnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.lifecycle.Mqtt5ClientConnectedContext;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckRestrictions;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.vedette.runtime.Failure;
import io.vedette.sink.delivery.Awaiting;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to an MQTT 5 broker, adapted to the broker's abilities: without retained messages or
 * QoS 1 if it has none. A topic shows whether the sink is connected. Confined to one thread.
 */
final class MqttConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MqttConnection.class);
  private static final String ONLINE = "online";
  private static final String OFFLINE = "offline";
  private static final int NO_RETAIN = 0x9A;
  private static final int NO_QOS = 0x9B;
  private static final int LONGEST_END = 1000;

  private final MqttSettings settings;
  private final String available;
  private final String what;
  private final Mqtt5AsyncClient client;
  private final AtomicLong number = new AtomicLong();
  private @Nullable CompletableFuture<Mqtt5ConnAck> connecting;
  // Written by the client's threads as well.
  private volatile boolean isRetaining = true;
  private volatile MqttQos qos = MqttQos.AT_LEAST_ONCE;
  // The client leaves messages without an outcome when its connection ends.
  private volatile CompletableFuture<Mqtt5PublishResult> end = new CompletableFuture<>();

  /**
   * @param name the sink's name
   * @param available the topic that shows whether it is connected
   */
  MqttConnection(String name, String available, MqttSettings settings) {
    this.settings = settings;
    this.available = available;
    this.what = "MQTT broker " + settings.url();
    this.client = client(name);
  }

  /**
   * Connects, unless it is connected; an attempt that takes longer than the time-out goes on, and
   * the next call waits for the same one.
   *
   * @throws Failure of action RETRY, or STOP when the login is refused
   */
  void open() {
    awaitEnd();
    if (isOpen()) {
      return;
    }
    CompletableFuture<Mqtt5ConnAck> attempt = connecting;
    if (attempt == null || attempt.isDone()) {
      attempt = client.connect(connect());
      connecting = attempt;
    }
    try {
      var unused = Awaiting.result(what, attempt, settings.timeout());
    } catch (Failure e) {
      MqttRefusal.code(e).ifPresent(code -> reduce(code.getCode()));
      throw MqttRefusal.ofConnection(e);
    }
  }

  /**
   * Publishes a message; returns when the broker has it, or was sent it if it only knows QoS 0.
   *
   * @throws Failure of action RETRY, or SKIP when the broker will never accept it
   */
  void publish(MqttMessage message, Mqtt5UserProperties properties) {
    try {
      Mqtt5PublishResult result =
          Awaiting.result(
              what,
              client.publish(publication(message, properties)).applyToEither(end, known -> known),
              settings.timeout());
      result
          .getError()
          .ifPresent(
              error -> {
                throw Failure.retry(what + ": " + error.getMessage(), error);
              });
    } catch (IllegalArgumentException e) {
      throw Failure.skip(what + ": " + message.topic() + " cannot be sent: " + e.getMessage(), e);
    } catch (Failure e) {
      throw MqttRefusal.ofMessage(message.topic(), e);
    }
  }

  /**
   * Waits until the client's state shows that the connection ended, of which it reports the reason
   * first.
   */
  private void awaitEnd() {
    for (int i = 0; end.isDone() && isOpen() && i < LONGEST_END; i++) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** The number of the present connection, from 1. */
  long number() {
    return number.get();
  }

  boolean isOpen() {
    return client.getState().isConnected();
  }

  @Override
  public void close() {
    try {
      if (isOpen()) {
        publish(MqttMessage.state(available, OFFLINE), Mqtt5UserProperties.of());
        var unused = Awaiting.result(what, client.disconnect(), settings.timeout());
      }
    } catch (Failure e) {
      LOG.debug("{} was disconnected without a goodbye", what, e);
    }
  }

  private Mqtt5Publish publication(MqttMessage message, Mqtt5UserProperties properties) {
    return Mqtt5Publish.builder()
        .topic(message.topic())
        .payload(message.payload())
        .qos(qos)
        .retain(message.isRetained() && isRetaining)
        .contentType(message.contentType())
        .payloadFormatIndicator(
            message.contentType().startsWith("image")
                ? Mqtt5PayloadFormatIndicator.UNSPECIFIED
                : Mqtt5PayloadFormatIndicator.UTF_8)
        .userProperties(properties)
        .build();
  }

  /**
   * Publishes after each connect that the sink is online, else the last will of a former connection
   * would count.
   */
  private void connected(MqttClientConnectedContext context) {
    number.incrementAndGet();
    end = new CompletableFuture<>();
    if (context instanceof Mqtt5ClientConnectedContext connected) {
      Mqtt5ConnAckRestrictions restrictions = connected.getConnAck().getRestrictions();
      isRetaining = restrictions.isRetainAvailable();
      qos =
          restrictions.getMaximumQos() == MqttQos.AT_MOST_ONCE
              ? MqttQos.AT_MOST_ONCE
              : MqttQos.AT_LEAST_ONCE;
    }
    sayOnline();
    keepOnline();
  }

  private void sayOnline() {
    var unused =
        client
            .publish(publication(MqttMessage.state(available, ONLINE), Mqtt5UserProperties.of()))
            .whenComplete(
                (result, error) -> {
                  if (error != null) {
                    LOG.warn("{} does not take {}: {}", what, available, error.getMessage());
                  }
                });
  }

  /**
   * Publishes again that the sink is online, after another of its nodes that ended has published
   * the contrary.
   */
  private void keepOnline() {
    var unused =
        client
            .subscribeWith()
            .topicFilter(available)
            .qos(qos)
            .noLocal(true)
            .callback(
                message -> {
                  if (OFFLINE.equals(text(message))) {
                    sayOnline();
                  }
                })
            .send()
            .whenComplete(
                (result, error) -> {
                  if (error != null) {
                    LOG.debug("{} did not publish {}", what, available, error);
                  }
                });
  }

  private static String text(Mqtt5Publish message) {
    return new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
  }

  /** Leaves out of the next last will what the broker has refused. */
  private void reduce(int code) {
    if (code == NO_RETAIN) {
      isRetaining = false;
    } else if (code == NO_QOS) {
      qos = MqttQos.AT_MOST_ONCE;
    }
  }

  private Mqtt5Connect connect() {
    return Mqtt5Connect.builder()
        .willPublish(
            publication(MqttMessage.state(available, OFFLINE), Mqtt5UserProperties.of()).asWill())
        .build();
  }

  private Mqtt5AsyncClient client(String name) {
    // Of its own for each process: a broker parts from the former client of the same name.
    Mqtt5ClientBuilder builder =
        Mqtt5Client.builder()
            .identifier("vedette-" + name + "-" + UUID.randomUUID())
            .serverHost(settings.host())
            .serverPort(settings.port())
            .addConnectedListener(this::connected)
            .addDisconnectedListener(context -> end.completeExceptionally(context.getCause()));
    if (settings.isSecured()) {
      builder = builder.sslWithDefaultConfig();
    }
    if (settings.user() != null) {
      var login = builder.simpleAuth().username(settings.user());
      builder =
          settings.password() == null
              ? login.applySimpleAuth()
              : login
                  .password(settings.password().value().getBytes(StandardCharsets.UTF_8))
                  .applySimpleAuth();
    }
    return builder.buildAsync();
  }
}
