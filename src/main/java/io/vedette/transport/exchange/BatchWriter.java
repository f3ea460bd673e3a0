package io.vedette.transport.exchange;

import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * The writer of records as one batch: in a transaction, all of them or none; by a producer without
 * a transactional id one after the other, each acknowledged before {@link #write} returns. Confined
 * to one thread.
 */
public final class BatchWriter<K> implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final String TRANSACTIONAL_ID = "transactional.id";

  private final LazyProducer<K> producer;
  private final boolean isTransactional;

  /**
   * A writer that has not connected yet.
   *
   * @param opener opens a producer, also after one was given up
   */
  public BatchWriter(Supplier<Producer<K, byte[]>> opener, boolean isTransactional) {
    this.producer = new LazyProducer<>(isTransactional ? () -> initialised(opener) : opener);
    this.isTransactional = isTransactional;
  }

  /** A writer of records whose keys are texts; transactional where the properties are. */
  public static BatchWriter<String> of(Map<String, Object> properties) {
    return new BatchWriter<>(
        () -> KafkaClients.producer(properties), properties.containsKey(TRANSACTIONAL_ID));
  }

  /** A writer of records whose keys are bytes; transactional where the properties are. */
  public static BatchWriter<byte[]> ofBytes(Map<String, Object> properties) {
    return new BatchWriter<>(
        () -> KafkaClients.byteProducer(properties), properties.containsKey(TRANSACTIONAL_ID));
  }

  private static <K> Producer<K, byte[]> initialised(Supplier<Producer<K, byte[]>> opener) {
    Producer<K, byte[]> opened = opener.get();
    try {
      opened.initTransactions();
      return opened;
    } catch (RuntimeException e) {
      opened.close(Duration.ZERO);
      throw e;
    }
  }

  boolean isTransactional() {
    return isTransactional;
  }

  /**
   * Connects where that is not done yet, which ends the transaction that an earlier writer of the
   * same transactional id has left open.
   *
   * @throws KafkaException when Kafka cannot be used
   */
  public void open() {
    var unused = producer.get();
  }

  /** The number of a topic's partitions. */
  public int partitions(String topic) {
    return producer.get().partitionsFor(topic).size();
  }

  /**
   * Writes a batch.
   *
   * @throws KafkaException when it is not known whether the batch counts; the producer is given up
   */
  public void write(List<ProducerRecord<K, byte[]>> records) {
    write(records, open -> {});
  }

  /**
   * Writes a batch.
   *
   * @param last done in the transaction after the records are sent
   * @throws KafkaException when it is not known whether the batch counts; the producer is given up
   */
  void write(List<ProducerRecord<K, byte[]>> records, Consumer<Producer<K, byte[]>> last) {
    try {
      attempt(records, last, new ArrayList<>());
    } catch (RuntimeException e) {
      producer.abandon();
      throw e;
    }
  }

  /**
   * Writes a batch in a transaction, without the records that Kafka will never accept.
   *
   * @param last done in the transaction after the records are sent; whatever it sends is needed
   * @param refused receives each record that is left out, and the reason
   * @throws KafkaException as {@link #write}
   */
  public void writeAccepted(
      List<ProducerRecord<K, byte[]>> records,
      Consumer<Producer<K, byte[]>> last,
      BiConsumer<ProducerRecord<K, byte[]>, KafkaException> refused) {
    List<ProducerRecord<K, byte[]>> left = new ArrayList<>(records);
    while (true) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      try {
        attempt(left, last, sent);
        return;
      } catch (KafkaException e) {
        if (!KafkaFailures.isOfOneRecord(e)
            && !sent.stream().anyMatch(KafkaFailures::isOfOneRecord)) {
          producer.abandon();
          throw e;
        }
        abort();
        if (!left.removeAll(refused(suspects(left, sent), refused))) {
          throw e;
        }
      } catch (RuntimeException e) {
        producer.abandon();
        throw e;
      }
    }
  }

  /**
   * Gives the producer up: its transaction is aborted, and the next write opens another producer.
   */
  public void abandon() {
    producer.abandon();
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }

  private void attempt(
      List<ProducerRecord<K, byte[]>> records,
      Consumer<Producer<K, byte[]>> last,
      List<Future<RecordMetadata>> sent) {
    Producer<K, byte[]> open = producer.get();
    if (!isTransactional) {
      records.forEach(record -> sent.add(open.send(record)));
      open.flush();
      sent.forEach(KafkaFailures::await);
      return;
    }
    open.beginTransaction();
    records.forEach(record -> sent.add(open.send(record)));
    last.accept(open);
    open.commitTransaction();
  }

  private void abort() {
    if (isTransactional) {
      try {
        producer.get().abortTransaction();
      } catch (RuntimeException e) { // the broker aborts what a producer leaves open
        producer.abandon();
      }
    }
  }

  /** The records that may be refused by themselves: those that are known to be, else all. */
  private static <K> List<ProducerRecord<K, byte[]>> suspects(
      List<ProducerRecord<K, byte[]>> records, List<Future<RecordMetadata>> sent) {
    List<ProducerRecord<K, byte[]>> known = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      if (KafkaFailures.isOfOneRecord(sent.get(i))) {
        known.add(records.get(i));
      }
    }
    return known.isEmpty() ? records : known;
  }

  /** Those of the records that Kafka refuses also by themselves. */
  private List<ProducerRecord<K, byte[]>> refused(
      List<ProducerRecord<K, byte[]>> suspects,
      BiConsumer<ProducerRecord<K, byte[]>, KafkaException> refused) {
    List<ProducerRecord<K, byte[]>> found = new ArrayList<>();
    for (ProducerRecord<K, byte[]> record : suspects) {
      try {
        probe(record);
      } catch (KafkaException e) {
        abort();
        if (!KafkaFailures.isOfOneRecord(e)) {
          throw e;
        }
        refused.accept(record, e);
        found.add(record);
      }
    }
    return found;
  }

  /** Sends a record in a transaction that is aborted, to see whether Kafka refuses it. */
  private void probe(ProducerRecord<K, byte[]> record) {
    Producer<K, byte[]> open = producer.get();
    open.beginTransaction();
    var unused = KafkaFailures.await(open.send(record));
    open.abortTransaction();
  }
}
