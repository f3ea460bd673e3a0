package io.vedette.forward;

import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.runtime.Backoff;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Service;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.record.Records;
import io.vedette.transport.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the frames in which something was detected in a topic of their own at the site, longer than
 * all others, until they can be sent. Each once: frames and how far it came are one transaction.
 * Thread-safe; all of its Kafka is on the thread {@code forward-spool}.
 */
final class Spooler implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(Spooler.class);
  private static final String NAME = "vedette-forward-spool";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofMillis(500);
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final int PIECE = 512 << 10;

  private final KafkaAccess kafka;
  private final Topics topics;
  private final Worker worker;

  Spooler(KafkaAccess kafka, Topics topics, Supervisor supervisor) {
    this.kafka = kafka;
    this.topics = topics;
    this.worker = new Worker("forward-spool", PATIENCE, Spooling::new, supervisor);
  }

  @Override
  public void start() {
    worker.start();
  }

  @Override
  public void close() {
    worker.close();
  }

  private final class Spooling implements Worker.Duty {
    private @Nullable Clients clients;

    @Override
    public void run() {
      try {
        Clients open = clients();
        List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();
        open.detections.poll(IDLE).forEach(seen::add);
        if (!seen.isEmpty()) {
          spool(open, seen);
        }
      } catch (KafkaException e) {
        throw KafkaFailures.of(kafka, "frames cannot be kept", e);
      }
    }

    @Override
    public Backoff backoff() {
      return new Backoff(FIRST_WAIT, LONGEST_WAIT, ThreadLocalRandom.current());
    }

    @Override
    public Duration onRetry(Failure failure, Duration wait) {
      onClose();
      return wait;
    }

    private Clients clients() {
      Clients present = clients;
      if (present == null) {
        present = Clients.open(kafka, topics);
        clients = present;
      }
      return present;
    }

    private void spool(Clients open, List<ConsumerRecord<byte[], byte[]>> seen) {
      Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
      Map<TopicPartition, SortedSet<Long>> wanted = new HashMap<>();
      for (ConsumerRecord<byte[], byte[]> record : seen) {
        next.put(
            new TopicPartition(record.topic(), record.partition()),
            new OffsetAndMetadata(record.offset() + 1));
        RecordReference frame = shown(record);
        if (frame != null) {
          wanted
              .computeIfAbsent(
                  new TopicPartition(frame.topic(), frame.partition()), p -> new TreeSet<>())
              .add(frame.offset());
        }
      }
      open.producer.beginTransaction();
      wanted.forEach((partition, offsets) -> copy(open, partition, offsets));
      open.producer.sendOffsetsToTransaction(next, open.detections.groupMetadata());
      open.producer.commitTransaction();
    }

    /** Where the frame of a detection is; null when nothing is to be seen on it. */
    private @Nullable RecordReference shown(ConsumerRecord<byte[], byte[]> record) {
      String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
      return Records.detection(key, record.value())
          .orElse(reason -> kafka.defects().add(record, reason))
          .filter(event -> !event.objects().isEmpty())
          .map(event -> event.frame().ref())
          .filter(frame -> frame.topic().equals(topics.frames()))
          .orElse(null);
    }

    private void copy(Clients open, TopicPartition partition, SortedSet<Long> offsets) {
      SortedSet<Long> there =
          offsets.subSet(open.frames.beginning(partition), open.frames.end(partition));
      if (there.size() < offsets.size()) {
        int gone = offsets.size() - there.size();
        LOG.warn("{} frames of {} were gone before they could be kept", gone, partition);
      }
      long to = there.isEmpty() ? 0 : there.last() + 1;
      for (long from = there.isEmpty() ? 0 : there.first(); from < to; ) {
        SpoolReader.Piece piece = open.frames.read(partition, from, to);
        if (piece.next() == from) {
          throw new KafkaException("no frame of " + partition + " comes at " + from);
        }
        for (ConsumerRecord<byte[], byte[]> frame : piece.records()) {
          if (there.contains(frame.offset())) {
            var unused = open.producer.send(Copies.of(frame, topics.spool())); // commit tells
          }
        }
        from = piece.next();
      }
    }

    @Override
    public void onClose() {
      if (clients != null) {
        clients.close();
      }
      clients = null;
    }
  }

  private record Clients(
      KafkaConsumer<byte[], byte[]> detections,
      SpoolReader frames,
      KafkaProducer<byte[], byte[]> producer)
      implements AutoCloseable {
    static Clients open(KafkaAccess kafka, Topics topics) {
      Clients made =
          new Clients(
              new KafkaConsumer<>(
                  kafka.consumer(NAME, NAME),
                  new ByteArrayDeserializer(),
                  new ByteArrayDeserializer()),
              new SpoolReader(kafka, NAME + "-frames", PIECE),
              new KafkaProducer<>(
                  kafka.transactionalProducer(NAME, NAME + "-" + UUID.randomUUID()),
                  new ByteArraySerializer(),
                  new ByteArraySerializer()));
      try {
        made.producer.initTransactions();
        made.detections.subscribe(List.of(topics.detections()));
        return made;
      } catch (KafkaException e) {
        made.close();
        throw e;
      }
    }

    @Override
    public void close() {
      producer.close(Duration.ZERO);
      frames.close();
      detections.close();
    }
  }
}
