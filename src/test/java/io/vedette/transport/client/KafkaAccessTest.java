package io.vedette.transport.client;

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

  @ParameterizedTest
  @ValueSource(strings = {"", "77"})
  void shouldTryTransactionsAgainSoonUnlessToldOtherwise(String given) {
    KafkaAccess kafka =
        new KafkaAccess(
            given.isEmpty() ? Map.of() : Map.of("retry.backoff.ms", given),
            Settings.defaults(TransportSettings.class));
    String expected = given.isEmpty() ? KafkaAccess.SOON : given;

    assertThat(kafka.transactionalProducer("client", "id"))
        .containsEntry("retry.backoff.ms", expected);
    assertThat(kafka.linkProducer("client", "id")).containsEntry("retry.backoff.ms", expected);
  }
}
