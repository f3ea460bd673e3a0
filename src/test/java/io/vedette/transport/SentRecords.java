package io.vedette.transport;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records that Kafka has acknowledged. With several requests under way, as is Kafka's default, the
 * first records of a topic that was just created may be lost (KAFKA-15591), and nobody learns it
 * but who asks for the outcome of each.
 */
public final class SentRecords {
  private SentRecords() {}

  /**
   * Sends records in order; returns when Kafka has all of them.
   *
   * @param access Kafka's address, and what else clients connect with
   */
  public static void send(Map<String, ?> access, List<ProducerRecord<byte[], byte[]>> records) {
    Map<String, Object> properties = new HashMap<>(access);
    properties.put("max.in.flight.requests.per.connection", "1");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
      for (Future<RecordMetadata> outcome : sent) {
        assertThatCode(outcome::get).doesNotThrowAnyException();
      }
    }
  }
}
