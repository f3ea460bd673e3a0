package io.vedette.transport;

import java.util.Map;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** On Kafka's own image, where Docker is. */
@Testcontainers(disabledWithoutDocker = true)
class TransportContainerIT extends TransportSuite {
  @Container
  private static final KafkaContainer KAFKA =
      new KafkaContainer("apache/kafka:4.1.1")
          .withEnv("KAFKA_MESSAGE_MAX_BYTES", "8388608")
          .withEnv("KAFKA_REPLICA_FETCH_MAX_BYTES", "8388608");

  @Override
  Map<String, String> access() {
    return Map.of("bootstrap.servers", KAFKA.getBootstrapServers());
  }
}
