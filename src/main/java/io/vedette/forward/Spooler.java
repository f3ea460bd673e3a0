package io.vedette.forward;

import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.runtime.Backoff;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Reopenable;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.text.Count;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.exchange.Exchange;
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
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copying of frames with detections to a topic of their own at the site, where they stay longer
 * than other frames until they can be sent. Each is copied once: frames and offsets are one
 * transaction. Thread-safe; all of its Kafka is on the thread {@code forward-spool}.
 */
final class Spooler extends WorkerService {
  private static final Logger LOG = LoggerFactory.getLogger(Spooler.class);
  private static final String NAME = "vedette-forward-spool";
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofMillis(500);
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final Duration LOGGED_EVERY = Duration.ofMinutes(1);
  private static final int PIECE = 512 << 10;

  /** The most detections whose frames are in memory at once. */
  private static final int MOST_AT_ONCE = 50;

  private final KafkaAccess kafka;
  private final Topics topics;

  Spooler(KafkaAccess kafka, Topics topics, Supervisor supervisor) {
    super("forward-spool", CLOSE_TIMEOUT, supervisor);
    this.kafka = kafka;
    this.topics = topics;
  }

  @Override
  protected Worker.Duty duty() {
    return new Spooling();
  }

  private final class Spooling implements Worker.Duty {
    private final Reopenable<Clients> clients =
        new Reopenable<>(() -> Clients.open(kafka, topics), Clients::close);
    private long deleted;
    private @Nullable Long loggedNanos;

    @Override
    public void run() {
      try {
        Clients open = clients.get();
        List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();
        open.exchange.poll(IDLE).forEach(seen::add);
        if (!seen.isEmpty()) {
          spool(open, seen);
        }
      } catch (KafkaException e) {
        throw KafkaFailures.of(kafka, "frames cannot be copied to the spool", e);
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
      List<ProducerRecord<byte[], byte[]>> copies = new ArrayList<>();
      wanted.forEach((partition, offsets) -> copies.addAll(copies(open, partition, offsets)));
      open.exchange.commitAccepted(
          next,
          copies,
          (refused, reason) ->
              LOG.warn(
                  "a frame of {} cannot be copied to the spool: {}",
                  Count.bytes(Copies.size(refused)),
                  reason.getMessage()));
    }

    /** The place of a detection's frame; null when nothing was detected in it. */
    private @Nullable RecordReference shown(ConsumerRecord<byte[], byte[]> record) {
      String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
      return Records.detection(key, record.value())
          .orElse(reason -> kafka.defects().add(record, reason))
          .filter(event -> !event.objects().isEmpty())
          .map(event -> event.frame().ref())
          .filter(frame -> frame.topic().equals(topics.frames()))
          .orElse(null);
    }

    private List<ProducerRecord<byte[], byte[]>> copies(
        Clients open, TopicPartition partition, SortedSet<Long> offsets) {
      List<ProducerRecord<byte[], byte[]>> copies = new ArrayList<>();
      SortedSet<Long> there =
          offsets.subSet(open.frames.beginning(partition), open.frames.end(partition));
      if (there.size() < offsets.size()) {
        logDeleted(offsets.size() - there.size(), partition);
      }
      long to = there.isEmpty() ? 0 : there.last() + 1;
      for (long from = there.isEmpty() ? 0 : there.first(); from < to; ) {
        SpoolReader.Piece piece = open.frames.read(partition, from, to);
        if (piece.next() == from) {
          throw new KafkaException("no frame of " + partition + " comes at " + from);
        }
        for (ConsumerRecord<byte[], byte[]> frame : piece.records()) {
          if (there.contains(frame.offset())) {
            copies.add(Copies.of(frame, topics.spool()));
          }
        }
        from = piece.next();
      }
      return copies;
    }

    /** Logs frames that were deleted too early: at once, then once a minute at most. */
    private void logDeleted(int frames, TopicPartition partition) {
      deleted += frames;
      if (loggedNanos == null || System.nanoTime() - loggedNanos > LOGGED_EVERY.toNanos()) {
        LOG.warn(
            "frames deleted before they could be copied to the spool: {}, the last of {}",
            deleted,
            partition);
        deleted = 0;
        loggedNanos = System.nanoTime();
      }
    }

    @Override
    public void onClose() {
      clients.close();
    }
  }

  private record Clients(Exchange<byte[]> exchange, SpoolReader frames) implements AutoCloseable {
    static Clients open(KafkaAccess kafka, Topics topics) {
      Map<String, Object> consumer = new HashMap<>(kafka.consumer(NAME, NAME));
      consumer.put("max.poll.records", Integer.toString(MOST_AT_ONCE));
      Exchange<byte[]> exchange =
          Exchange.openBytes(
              consumer, kafka.transactionalProducer(NAME, NAME + "-" + UUID.randomUUID()));
      try {
        exchange.consumer().subscribe(List.of(topics.detections()));
        return new Clients(exchange, new SpoolReader(kafka, NAME + "-frames", PIECE));
      } catch (KafkaException e) {
        exchange.close();
        throw e;
      }
    }

    @Override
    public void close() {
      exchange.close();
      frames.close();
    }
  }
}
