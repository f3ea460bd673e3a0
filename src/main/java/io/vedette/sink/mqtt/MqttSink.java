package io.vedette.sink.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserPropertiesBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.vedette.event.Alert;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Printable;
import io.vedette.sink.delivery.AlertSink;
import io.vedette.sink.delivery.Awaiting;
import io.vedette.sink.delivery.Sink;
import io.vedette.transport.relay.InputRecord;
import io.vedette.transport.relay.OutputRecord;
import io.vedette.validation.Names;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes records to an MQTT 5 broker, each until the broker has acknowledged it, with
 * CloudEvents' attributes as user properties. Confined to one thread.
 */
public final class MqttSink implements Sink {
  private static final Logger LOG = LoggerFactory.getLogger(MqttSink.class);
  private static final String ONLINE = "online";
  private static final String OFFLINE = "offline";
  private static final String CLOUD_EVENTS = "ce_";
  private static final Set<Mqtt5ConnAckReasonCode> UNAUTHORIZED =
      Set.of(
          Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD,
          Mqtt5ConnAckReasonCode.NOT_AUTHORIZED,
          Mqtt5ConnAckReasonCode.BAD_AUTHENTICATION_METHOD,
          Mqtt5ConnAckReasonCode.BANNED);

  private final String name;
  private final MqttSettings settings;
  private final MqttLayout layout;
  private final String available;
  private final String what;
  private final Mqtt5AsyncClient client;

  /**
   * @param name by which alert rules name it
   * @param node which node tells that it is there
   */
  public MqttSink(String name, String node, MqttSettings settings) {
    this.name = name;
    this.settings = settings;
    this.layout = new MqttLayout(settings);
    this.available = layout.available(node);
    this.what = "MQTT broker " + settings.url();
    this.client = client();
  }

  /** Alerts that name it or no sink, and all of the other feeds. */
  @Override
  public boolean isFor(InputRecord record) {
    return !record.type().equals(Alert.TYPE) || AlertSink.isNamed(name, record);
  }

  @Override
  public List<OutputRecord> deliver(InputRecord record) {
    List<MqttMessage> messages = layout.messages(record);
    if (!messages.isEmpty()) {
      connect();
      Mqtt5UserProperties properties = properties(record);
      messages.forEach(message -> publish(message, properties));
    }
    return List.of();
  }

  @Override
  public void close() {
    try {
      if (client.getState().isConnected()) {
        publish(MqttMessage.state(available, OFFLINE), Mqtt5UserProperties.of());
        var unused = Awaiting.result(what, client.disconnect(), settings.timeout());
      }
    } catch (Failure e) {
      LOG.debug("{} was left in a hurry", what, e);
    }
  }

  private void connect() {
    if (!client.getState().isConnected()) {
      try {
        var unused = Awaiting.result(what, client.connect(), settings.timeout());
      } catch (Failure e) {
        throw isUnauthorized(e)
            ? Failure.stop(e.getMessage() + "; check its user and password", e)
            : e;
      }
      publish(MqttMessage.state(available, ONLINE), Mqtt5UserProperties.of());
    }
  }

  private static boolean isUnauthorized(Failure failure) {
    return failure.getCause() instanceof Mqtt5ConnAckException refusal
        && UNAUTHORIZED.contains(refusal.getMqttMessage().getReasonCode());
  }

  private void publish(MqttMessage message, Mqtt5UserProperties properties) {
    Mqtt5Publish publish =
        Mqtt5Publish.builder()
            .topic(message.topic())
            .payload(message.payload())
            .qos(MqttQos.AT_LEAST_ONCE)
            .retain(message.isRetained())
            .contentType(message.contentType())
            .payloadFormatIndicator(
                message.contentType().startsWith("image")
                    ? Mqtt5PayloadFormatIndicator.UNSPECIFIED
                    : Mqtt5PayloadFormatIndicator.UTF_8)
            .userProperties(properties)
            .build();
    Mqtt5PublishResult result = Awaiting.result(what, client.publish(publish), settings.timeout());
    result
        .getError()
        .ifPresent(
            error -> {
              throw Failure.retry(what + ": " + error.getMessage(), error);
            });
  }

  static Mqtt5UserProperties properties(InputRecord record) {
    Mqtt5UserPropertiesBuilder properties = Mqtt5UserProperties.builder();
    record
        .headers()
        .forEach(
            (header, value) -> {
              String name = header.replaceFirst("^" + CLOUD_EVENTS, "");
              if (!name.equals(header) && Names.isAttribute(name)) {
                var unused = properties.add(name, Printable.line(value));
              }
            });
    return properties.build();
  }

  private Mqtt5AsyncClient client() {
    // Of its own for each process: a broker parts from the former client of the same name.
    Mqtt5ClientBuilder builder =
        Mqtt5Client.builder()
            .identifier("vedette-" + name + "-" + UUID.randomUUID())
            .serverHost(settings.host())
            .serverPort(settings.port())
            .willPublish()
            .topic(available)
            .payload(OFFLINE.getBytes(StandardCharsets.UTF_8))
            .qos(MqttQos.AT_LEAST_ONCE)
            .retain(true)
            .applyWillPublish();
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
