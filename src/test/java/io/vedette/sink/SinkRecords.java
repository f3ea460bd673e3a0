package io.vedette.sink;

import io.vedette.broker.EmbeddedBroker;
import io.vedette.event.Alert;
import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.Partitions;
import io.vedette.transport.record.CloudEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes records as the track role does, and reads what came of them. */
public final class SinkRecords implements AutoCloseable {
  static final Instant AT = Instant.parse("2026-11-24T22:40:16.123456Z");

  private final KafkaAccess kafka;
  private final KafkaProducer<String, byte[]> producer;

  SinkRecords(KafkaAccess kafka, EmbeddedBroker broker) {
    this.kafka = kafka;
    this.producer =
        new KafkaProducer<>(
            Map.copyOf(broker.clientProperties()),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  public static Alert alert(long sequence, RecordReference frame, String... sinks) {
    FrameReference reference = new FrameReference(17, sequence, AT, "rtcp", 640, 360, frame);
    return new Alert(
        "night/yard",
        new Alert.Cause("night", "in-zone", "yard", AT.minusSeconds(5)),
        new EventOrigin("gate", reference, new ModelReference("m", "9f2c41d07a3e", "cpu"), "live"),
        List.of(new Alert.Subject(12, "person", AT.minusSeconds(5))),
        0,
        List.of(sinks));
  }

  Alert publish(String topic, long sequence, String... sinks) {
    Alert alert = alert(sequence, null, sinks);
    write(topic, "gate", Alert.TYPE, alert.id(), alert.json());
    return alert;
  }

  RecordMetadata write(String topic, String key, String type, String id, byte[] value) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
    CloudEvents.put(record.headers(), "ce_type", type);
    CloudEvents.put(record.headers(), "ce_id", id);
    CloudEvents.put(record.headers(), "ce_source", "/cameras/gate");
    CloudEvents.put(record.headers(), "ce_specversion", "1.0");
    try {
      return producer.send(record).get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** All committed records of a topic. */
  List<ConsumerRecord<String, byte[]>> all(String topic) {
    Map<String, Object> properties = new HashMap<>(kafka.common());
    properties.put("auto.offset.reset", "earliest");
    properties.put("isolation.level", "read_committed");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = Partitions.of(consumer, topic);
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
