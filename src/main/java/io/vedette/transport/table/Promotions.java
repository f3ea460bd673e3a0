package io.vedette.transport.table;

import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.client.RecordDefects;
import io.vedette.transport.exchange.BatchWriter;
import io.vedette.transport.record.Records;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * The promoted model, as all workers read it: the digest in the one record of a compacted topic.
 * Confined to one thread.
 */
public final class Promotions implements AutoCloseable {
  private static final String LIVE = "live";

  private final TableReader reader;
  private final RecordDefects defects;
  private Optional<String> digest = Optional.empty();

  /**
   * Reads the present promotion.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public Promotions(KafkaAccess kafka, String topic) {
    this.reader = new TableReader(kafka, "vedette-promotions", topic);
    this.defects = kafka.defects();
    reader.readToEnd(this::apply);
  }

  /** Reads the records that come within a time. */
  public void follow(Duration timeout) {
    reader.poll(timeout, this::apply);
  }

  /** The digest of the promoted model; empty while none was promoted, and every model is live. */
  public Optional<String> digest() {
    return digest;
  }

  /**
   * Makes a model the live one.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be written
   */
  public static void promote(KafkaAccess kafka, String topic, String digest) {
    byte[] value = digest.getBytes(StandardCharsets.UTF_8);
    try (BatchWriter<String> writer = BatchWriter.of(kafka.eventProducer("vedette-promotions"))) {
      writer.write(List.of(new ProducerRecord<>(topic, LIVE, value)));
    } catch (KafkaException e) {
      throw KafkaFailures.of(
          kafka, "a model cannot be promoted in Kafka at " + kafka.bootstrapServers(), e);
    }
  }

  @Override
  public void close() {
    reader.close();
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    if (LIVE.equals(record.key())) {
      if (record.value() == null) {
        digest = Optional.empty();
      } else {
        // One that names no model leaves the live one as it is.
        Records.digest(record.value())
            .orElse(reason -> defects.add(record, reason))
            .ifPresent(found -> digest = Optional.of(found));
      }
    }
  }
}
