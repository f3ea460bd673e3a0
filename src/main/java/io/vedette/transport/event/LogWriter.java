package io.vedette.transport.event;

import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.exchange.BatchWriter;
import io.vedette.transport.record.CloudEvents;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * The writer of JSON records of what people do, which returns when Kafka has them. Connects at its
 * first use. Thread-safe.
 */
final class LogWriter implements AutoCloseable {
  private final KafkaAccess kafka;
  private final String failure;
  private final BatchWriter<String> writer;

  /**
   * @param failure the message when Kafka does not accept them, as {@code clips cannot be kept in
   *     Kafka}
   */
  LogWriter(KafkaAccess kafka, String clientId, String failure) {
    this.kafka = kafka;
    this.failure = failure;
    this.writer = BatchWriter.of(kafka.eventProducer(clientId));
  }

  /** A record with its attributes for CloudEvents. */
  static ProducerRecord<String, byte[]> described(
      ProducerRecord<String, byte[]> record, String id, String type, String subject, Instant at) {
    CloudEvents.put(
        record.headers(), new CloudEvents.Attributes(id, type, subject, at, "application/json"));
    return record;
  }

  /**
   * Writes records, all or none.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when that is not known
   */
  synchronized void write(List<ProducerRecord<String, byte[]>> records) {
    try {
      writer.write(records);
    } catch (KafkaException e) {
      throw KafkaFailures.of(kafka, failure + " at " + kafka.bootstrapServers(), e);
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
