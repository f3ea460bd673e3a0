package io.vedette.sink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import io.vedette.config.Settings;
import io.vedette.poison.RawRecord;
import io.vedette.poison.RecordReader;
import io.vedette.runtime.Failure;
import io.vedette.sink.delivery.AlertSink;
import io.vedette.text.Printable;
import io.vedette.transport.relay.InputRecord;
import io.vedette.transport.relay.RelayReaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records as MQTT messages, for tests. Immutable. */
public final class MqttReader implements RecordReader {
  private static final int MORE = 4096;

  private final String topic;
  private final MqttLayout layout =
      new MqttLayout(
          "home",
          new Settings(Map.of())
              .put("url", "mqtt://127.0.0.1:1", "test")
              .put("publish", "alerts,events,snapshots,onvif", "test")
              .bind(MqttSettings.class));

  /**
   * @param topic that records are read from
   */
  public MqttReader(String topic) {
    this.topic = topic;
  }

  @Override
  public Optional<String> read(RawRecord record) {
    InputRecord taken = RelayReaders.taken(record, topic);
    var unused = AlertSink.isNamed("home", taken);
    assertThat(MqttSink.properties(taken).asList()).hasSizeLessThanOrEqualTo(100);
    try {
      check(layout.messages(taken), taken);
      return Optional.empty();
    } catch (Failure e) {
      assertThat(e.action()).isEqualTo(Failure.Action.SKIP);
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void check(List<MqttMessage> messages, InputRecord taken) {
    assertThat(messages).hasSizeLessThanOrEqualTo(10);
    for (MqttMessage message : messages) {
      assertThat(MqttTopic.of(message.topic()).toString()).doesNotContain("+", "#", "//");
      assertThat(Printable.isSafe(message.topic())).isTrue();
      assertThat(message.payload().length).isLessThanOrEqualTo(taken.value().length + MORE);
    }
  }
}
