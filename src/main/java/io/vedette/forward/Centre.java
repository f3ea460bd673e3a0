package io.vedette.forward;

import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.exchange.BatchWriter;
import io.vedette.transport.table.TableReader;
import io.vedette.transport.topic.TopicMaker;
import io.vedette.validation.Names;
import io.vedette.validation.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The writer to the central Kafka: records and the progress of each partition in one transaction,
 * so that a successor, after a failure or in another process, continues at the right place.
 * Confined to one thread; caller closes.
 */
final class Centre implements AutoCloseable {
  private static final Pattern PARTITION =
      Pattern.compile("(?<topic>.{1,249})-(?<number>[0-9]{1,6})");
  private static final int PARTITIONS = 8;

  private final KafkaAccess kafka;
  private final String progressTopic;
  private final BatchWriter<byte[]> writer;

  /**
   * Connects, which fences an earlier writer of the same name, here or elsewhere.
   *
   * @param name the lane's name, of the site and the kind of its records
   * @param topics the topics to write, which are created where they are missing
   */
  Centre(KafkaAccess kafka, String name, Collection<String> topics) {
    this.kafka = kafka;
    this.progressTopic = name + ".progress";
    ensure(topics);
    this.writer =
        BatchWriter.ofBytes(
            kafka.linkProducer("vedette-forward-" + name, "vedette-forward-" + name));
    try {
      writer.open();
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /** The progress of each partition. */
  Map<TopicPartition, ForwardProgress> progress() {
    Map<TopicPartition, ForwardProgress> progress = new HashMap<>();
    try (TableReader reader = new TableReader(kafka, "vedette-forward", progressTopic)) {
      reader.readToEnd(
          record ->
              Reading.of(() -> entry(record.key(), record.value()))
                  .orElse(reason -> kafka.defects().add(record, reason))
                  .ifPresent(known -> progress.put(known.getKey(), known.getValue())));
    }
    return progress;
  }

  /**
   * Writes records and progress, all or nothing, without records that the central Kafka never
   * accepts.
   *
   * @param refused receives each of those
   */
  void write(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, ForwardProgress> progress,
      Consumer<ProducerRecord<byte[], byte[]>> refused) {
    try {
      writer.writeAccepted(
          records,
          producer ->
              progress.forEach(
                  (partition, reached) -> {
                    var unused = producer.send(record(partition, reached)); // the commit fails
                  }),
          (record, reason) -> refused.accept(record));
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  private Failure failure(KafkaException e) {
    return KafkaFailures.of(
        kafka, "records cannot be sent to Kafka at " + kafka.bootstrapServers(), e);
  }

  private ProducerRecord<byte[], byte[]> record(TopicPartition partition, ForwardProgress reached) {
    byte[] key = partition.toString().getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(progressTopic, key, reached.json());
  }

  @Override
  public void close() {
    writer.abandon();
  }

  static Map.Entry<TopicPartition, ForwardProgress> entry(
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
    needed.add(
        new NewTopic(progressTopic, 1, (short) -1).configs(Map.of("cleanup.policy", "compact")));
    kafka.requireListener();
    try (Admin admin = KafkaClients.admin(kafka.admin())) {
      var unused = new TopicMaker(kafka, admin).make(needed);
    }
  }
}
