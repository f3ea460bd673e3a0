package io.vedette.transport.client;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The opening of all Kafka clients of this program, with the properties that {@link KafkaAccess}
 * gives. Callers close them.
 */
public final class KafkaClients {
  private KafkaClients() {}

  /** A consumer of records whose keys are texts. */
  public static KafkaConsumer<String, byte[]> consumer(Map<String, Object> properties) {
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** A consumer of records whose keys are bytes. */
  public static KafkaConsumer<byte[], byte[]> byteConsumer(Map<String, Object> properties) {
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A producer of records whose keys are texts. */
  public static KafkaProducer<String, byte[]> producer(Map<String, Object> properties) {
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /** A producer of records whose keys are bytes. */
  public static KafkaProducer<byte[], byte[]> byteProducer(Map<String, Object> properties) {
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A client for the management of topics and groups. */
  public static Admin admin(Map<String, Object> properties) {
    return Admin.create(properties);
  }
}
