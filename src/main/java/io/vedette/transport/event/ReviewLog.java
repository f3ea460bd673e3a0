package io.vedette.transport.event;

import io.vedette.event.review.ReviewKey;
import io.vedette.event.review.ReviewRecord;
import io.vedette.transport.client.KafkaAccess;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The writer of the topic of reviews and notes on events and tracks. Thread-safe. */
public final class ReviewLog implements AutoCloseable {
  private final String topic;
  private final LogWriter writer;

  /** A log that connects at its first use. */
  public ReviewLog(KafkaAccess kafka, String topic) {
    this.topic = topic;
    this.writer = new LogWriter(kafka, "vedette-reviews", "reviews cannot be written to Kafka");
  }

  /**
   * Adds records, each in place of the one of its key; returns when Kafka has them.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when that is not known
   */
  public void add(List<? extends ReviewRecord> records) {
    writer.write(records.stream().map(this::record).toList());
  }

  /**
   * Removes records; returns when Kafka has the tombstones.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when that is not known
   */
  public void remove(List<ReviewKey> keys) {
    writer.write(
        keys.stream()
            .map(key -> new ProducerRecord<String, byte[]>(topic, key.text(), null))
            .toList());
  }

  private ProducerRecord<String, byte[]> record(ReviewRecord record) {
    String key = record.key().text();
    return LogWriter.described(
        new ProducerRecord<>(topic, key, record.json()),
        key,
        record.cloudEventsType(),
        record.camera(),
        record.at());
  }

  @Override
  public void close() {
    writer.close();
  }
}
