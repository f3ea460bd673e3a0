package io.vedette.transport.event;

import io.vedette.event.audit.AuditRecord;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.RangeReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** The topic of the audit: one partition, append-only. Thread-safe. */
public final class AuditLog implements AutoCloseable {
  private static final RangeReader.Limits LIMITS = RangeReader.Limits.of(Duration.ofSeconds(10));

  private final KafkaAccess kafka;
  private final String topic;
  private final LogWriter writer;

  /** A record and its place. */
  public record Entry(long offset, AuditRecord record) {}

  /** A log that connects at its first use. */
  public AuditLog(KafkaAccess kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
    this.writer = new LogWriter(kafka, "vedette-audit", "the audit cannot be written to Kafka");
  }

  /**
   * Adds a record; returns when Kafka has it.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when that is not known
   */
  public void add(AuditRecord record) {
    writer.write(
        List.of(
            LogWriter.described(
                new ProducerRecord<>(topic, 0, record.who().name(), record.json()),
                record.id(),
                AuditRecord.CLOUD_EVENTS_TYPE,
                record.operation(),
                record.at())));
  }

  /**
   * The newest records, the newest first.
   *
   * @param before only those of smaller offsets
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public List<Entry> newest(int most, long before) {
    List<Entry> entries = new ArrayList<>();
    try (RangeReader reader = new RangeReader(kafka, "vedette-audit", "the audit")) {
      var unused =
          reader.read(
              reader.last(List.of(new TopicPartition(topic, 0)), most, before),
              LIMITS,
              record -> take(record, entries));
    }
    Collections.reverse(entries);
    return entries;
  }

  private void take(ConsumerRecord<String, byte[]> record, List<Entry> entries) {
    AuditRecord.read(record.value())
        .orElse(reason -> kafka.defects().add(record, reason))
        .ifPresent(read -> entries.add(new Entry(record.offset(), read)));
  }

  @Override
  public void close() {
    writer.close();
  }
}
