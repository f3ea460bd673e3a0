package io.vedette.transport.event;

import io.vedette.event.review.ReviewKey;
import io.vedette.event.review.ReviewRecord;
import io.vedette.transport.client.KafkaAccess;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The topic of what people say of events and tracks, as it is written. Thread-safe. */
public final class ReviewLog implements AutoCloseable {
  private final String topic;
  private final LogWriter writer;

  /** Connects when it is used first. */
  public ReviewLog(KafkaAccess kafka, String topic) {
    this.topic = topic;
    this.writer = new LogWriter(kafka, "vedette-reviews", "reviews cannot be written to Kafka");
  }

  /**
   * Adds records, each in place of the one of its key; they count when this returns.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when that is not known
   */
  public void add(List<? extends ReviewRecord> records) {
    writer.write(records.stream().map(this::record).toList());
  }

  /**
   * Takes records back; they are gone when this returns.
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
