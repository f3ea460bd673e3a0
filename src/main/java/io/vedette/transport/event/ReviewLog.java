package io.vedette.transport.event;

import io.vedette.event.review.ReviewKey;
import io.vedette.event.review.ReviewRecord;
import io.vedette.transport.exchange.BatchWriter;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.record.CloudEvents;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** The topic of what people say of events and tracks, as it is written. Thread-safe. */
public final class ReviewLog implements AutoCloseable {
  private final KafkaAccess kafka;
  private final String topic;
  private final BatchWriter<String> writer;

  /** Connects when it is used first. */
  public ReviewLog(KafkaAccess kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
    this.writer = BatchWriter.of(kafka.eventProducer("vedette-reviews"));
  }

  /**
   * Adds records, each in place of the one of its key; they count when this returns.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when that is not known
   */
  public void add(List<? extends ReviewRecord> records) {
    write(records.stream().map(this::record).toList());
  }

  /**
   * Takes records back; they are gone when this returns.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when that is not known
   */
  public void remove(List<ReviewKey> keys) {
    write(
        keys.stream()
            .map(key -> new ProducerRecord<String, byte[]>(topic, key.text(), null))
            .toList());
  }

  private ProducerRecord<String, byte[]> record(ReviewRecord record) {
    ProducerRecord<String, byte[]> written =
        new ProducerRecord<>(topic, record.key().text(), record.json());
    CloudEvents.put(
        written.headers(),
        new CloudEvents.Attributes(
            record.key().text(),
            record.cloudEventsType(),
            record.camera(),
            record.at(),
            "application/json"));
    return written;
  }

  private synchronized void write(List<ProducerRecord<String, byte[]>> records) {
    try {
      writer.write(records);
    } catch (KafkaException e) {
      throw KafkaFailures.of(
          kafka, "reviews cannot be written to Kafka at " + kafka.bootstrapServers(), e);
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
