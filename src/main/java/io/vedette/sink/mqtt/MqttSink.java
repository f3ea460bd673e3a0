package io.vedette.sink.mqtt;

import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserPropertiesBuilder;
import io.vedette.event.Alert;
import io.vedette.frame.TraceContext;
import io.vedette.runtime.Failure;
import io.vedette.sink.delivery.AlertSink;
import io.vedette.sink.delivery.Sink;
import io.vedette.text.Printable;
import io.vedette.transport.relay.InputRecord;
import io.vedette.transport.relay.OutputRecord;
import io.vedette.validation.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT sink: it publishes records to an MQTT 5 broker, each until the broker has acknowledged
 * it, with CloudEvents' attributes and the context of its trace as user properties. Confined to one
 * thread.
 */
public final class MqttSink implements Sink {
  private static final String CLOUD_EVENTS = "ce_";

  private final String name;
  private final MqttLayout layout;
  private final MqttConnection connection;
  // The connection over which Home Assistant got its discovery messages.
  private long described;

  /**
   * @param name the name in alert rules
   */
  public MqttSink(String name, MqttSettings settings) {
    this.name = name;
    this.layout = new MqttLayout(name, settings);
    this.connection = new MqttConnection(name, layout.available(name), settings);
  }

  /**
   * Whether a record is for the sink: alerts that name it or no sink, and all records of the other
   * feeds.
   */
  @Override
  public boolean isFor(InputRecord record) {
    return !record.type().equals(Alert.TYPE) || AlertSink.isNamed(name, record);
  }

  @Override
  public void keepReady() {
    connection.open();
  }

  /** Publishes the messages of a record; a refused one does not keep back the others. */
  @Override
  public List<OutputRecord> deliver(InputRecord record) {
    if (connection.number() != described) {
      layout.reconnected();
      described = connection.number();
    }
    List<MqttMessage> messages = layout.messages(record);
    Mqtt5UserProperties properties = properties(record);
    @Nullable Failure refused = null;
    for (MqttMessage message : messages) {
      try {
        connection.open();
        connection.publish(message, properties);
      } catch (Failure e) {
        if (e.action() != Failure.Action.SKIP) {
          layout.reconnected(); // all of it is sent again
          throw e;
        }
        refused = refused == null ? e : refused;
      }
    }
    if (refused != null) {
      throw refused;
    }
    return List.of();
  }

  boolean isConnected() {
    return connection.isOpen();
  }

  @Override
  public void close() {
    connection.close();
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
    TraceContext trace = record.trace();
    if (trace != null) {
      var unused = properties.add(TraceContext.HEADER, trace.header());
    }
    return properties.build();
  }
}
