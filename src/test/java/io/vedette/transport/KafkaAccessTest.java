package io.vedette.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.Settings;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaAccessTest {
  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer", "streams"})
  void shouldGiveStreamsAProtocolTheyKnow(String protocol) {
    KafkaAccess kafka =
        new KafkaAccess(
            Map.of("group.protocol", protocol), Settings.defaults(TransportSettings.class));
    Map<String, Object> properties = kafka.streams();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");

    assertThat(new StreamsConfig(properties).originals()).containsKey("bootstrap.servers");
  }
}
