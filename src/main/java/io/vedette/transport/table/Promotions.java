package io.vedette.transport.table;

import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.client.RecordDefects;
import io.vedette.transport.record.Records;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Which model is the live one, as all workers read it: the digest in the one record of a compacted
 * topic. Confined to one thread.
 */
public final class Promotions implements AutoCloseable {
  private static final String LIVE = "live";

  private final TableReader reader;
  private final RecordDefects defects;
  private Optional<String> digest = Optional.empty();

  /**
   * Reads what holds at present.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public Promotions(KafkaAccess kafka, String topic) {
    this.reader = new TableReader(kafka, "vedette-promotions", topic);
    this.defects = kafka.defects();
    reader.readToEnd(this::apply);
  }

  /** Reads what comes within a time. */
  public void follow(Duration timeout) {
    reader.poll(timeout, this::apply);
  }

  /** The live model's digest; nothing while none was promoted: then every worker's is. */
  public Optional<String> digest() {
    return digest;
  }

  /**
   * Makes a model the live one.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be written
   */
  public static void promote(KafkaAccess kafka, String topic, String digest) {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            kafka.eventProducer("vedette-promotions"),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(topic, LIVE, digest.getBytes(StandardCharsets.UTF_8)))
          .get();
    } catch (ExecutionException e) {
      throw failure(kafka, new KafkaException(e.getCause()));
    } catch (KafkaException e) {
      throw failure(kafka, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(kafka, new KafkaException(e));
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

  private static io.vedette.runtime.Failure failure(KafkaAccess kafka, KafkaException e) {
    return KafkaFailures.of(
        kafka, "a model cannot be promoted in Kafka at " + kafka.bootstrapServers(), e);
  }
}
