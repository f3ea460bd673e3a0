package io.vedette.forward;

import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.table.TableReader;
import io.vedette.transport.topic.TopicMaker;
import io.vedette.validation.Names;
import io.vedette.validation.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to the central Kafka together with how far that brings each partition, in one
 * transaction: whoever goes on after a failure, or in another process, finds there where. Confined
 * to one thread; caller closes.
 */
final class Centre implements AutoCloseable {
  private static final Pattern PARTITION =
      Pattern.compile("(?<topic>.{1,249})-(?<number>[0-9]{1,6})");
  private static final int PARTITIONS = 8;

  private final KafkaAccess kafka;
  private final String progress;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Connects; an earlier writer of the same name, here or elsewhere, writes no more.
   *
   * @param name of the lane: site and what it carries
   * @param topics written to, made where they are missing
   */
  Centre(KafkaAccess kafka, String name, Collection<String> topics) {
    this.kafka = kafka;
    this.progress = name + ".progress";
    ensure(topics);
    this.producer =
        new KafkaProducer<>(
            kafka.linkProducer("vedette-forward-" + name, "vedette-forward-" + name),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      close();
      throw failure(e);
    }
  }

  /** How far each partition has come. */
  Map<TopicPartition, ForwardProgress> passages() {
    Map<TopicPartition, ForwardProgress> passages = new HashMap<>();
    try (TableReader reader = new TableReader(kafka, "vedette-forward", progress)) {
      reader.readToEnd(
          record ->
              Reading.of(() -> passage(record.key(), record.value()))
                  .orElse(reason -> kafka.defects().add(record, reason))
                  .ifPresent(known -> passages.put(known.getKey(), known.getValue())));
    }
    return passages;
  }

  /**
   * Writes all of it, or nothing.
   *
   * @return false when one of the records is too large
   */
  boolean write(
      List<ProducerRecord<byte[], byte[]>> records, Map<TopicPartition, ForwardProgress> passages) {
    producer.beginTransaction();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try {
      // What this client itself refuses fails the next call, which may be another send.
      records.forEach(record -> sent.add(producer.send(record)));
      passages.forEach((partition, passage) -> sent.add(producer.send(record(partition, passage))));
      producer.commitTransaction();
      return true;
    } catch (KafkaException e) {
      if (sent.stream().anyMatch(KafkaFailures::isOfOneRecord)) {
        producer.abortTransaction();
        return false;
      }
      throw failure(e);
    }
  }

  private Failure failure(KafkaException e) {
    return KafkaFailures.of(
        kafka, "records cannot be sent to Kafka at " + kafka.bootstrapServers(), e);
  }

  private ProducerRecord<byte[], byte[]> record(TopicPartition partition, ForwardProgress passage) {
    byte[] key = partition.toString().getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(progress, key, passage.json());
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  static Map.Entry<TopicPartition, ForwardProgress> passage(
      @Nullable String key, byte @Nullable [] value) {
    Matcher form = PARTITION.matcher(key == null ? "" : key);
    if (!form.matches() || !Names.isTopic(form.group("topic"))) {
      throw new IllegalArgumentException("key: expected <topic>-<partition> at the site");
    }
    int number = Integer.parseInt(form.group("number"));
    return Map.entry(new TopicPartition(form.group("topic"), number), ForwardProgress.read(value));
  }

  private void ensure(Collection<String> topics) {
    List<NewTopic> needed =
        new ArrayList<>(
            topics.stream().map(topic -> new NewTopic(topic, PARTITIONS, (short) -1)).toList());
    needed.add(new NewTopic(progress, 1, (short) -1).configs(Map.of("cleanup.policy", "compact")));
    kafka.requireListener();
    try (Admin admin = Admin.create(kafka.admin())) {
      var unused = new TopicMaker(kafka, admin).make(needed);
    }
  }
}
