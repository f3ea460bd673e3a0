package io.vedette.transport.detection;

import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.client.TransportSettings.Delivery;
import io.vedette.transport.event.EventPublisher;
import io.vedette.transport.frame.FrameConsumer;
import io.vedette.transport.frame.FrameRecord.Partition;
import io.vedette.transport.record.CloudEvents;
import io.vedette.transport.table.SessionTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Detections to Kafka together with the offsets of their frames: in one transaction, or one after
 * the other where {@code delivery} is at-least-once. Confined to the thread of the consumer it
 * commits for.
 *
 * <p>Zombies are fenced by the consumer group's generation, which goes with the offsets into the
 * transaction (KIP-447); so a transactional id need not outlive its process. The one reader of a
 * span is in no group: there the transactional id fences.
 */
public final class DetectionPublisher implements AutoCloseable {
  private static final String TYPE = "io.vedette.detection.v1";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  // Longer than a producer tries: what it takes for fenced is then another process's doing.
  private static final Duration LONGEST_ALONE = Duration.ofMinutes(5);

  private final KafkaAccess kafka;
  private final Outlets outlets;
  private final Rejections rejections;
  private final boolean transactional;
  private final String name;
  private final String transactionalId;
  private final @Nullable String run;
  private @Nullable KafkaProducer<String, byte[]> producer;
  private @Nullable Failure fenced;

  /**
   * The topics written to.
   *
   * @param rejected of frames that could not be processed; null when they are not kept
   * @param events of what was not looked at; null when that is not told
   * @param sessions of what is fenced
   */
  public record Outlets(
      String detections, @Nullable String rejected, @Nullable String events, String sessions) {}

  /**
   * Of a worker that shares frames with others.
   *
   * @param name of the worker, for the client's and the transaction's id
   */
  public DetectionPublisher(KafkaAccess kafka, Delivery delivery, String name, Outlets outlets) {
    this(kafka, delivery, new Writer(name, name + "-" + UUID.randomUUID(), null), outlets);
  }

  /** A writer's names; {@code run} is the run that it writes alone, or null. */
  private record Writer(String name, String transactionalId, @Nullable String run) {}

  private DetectionPublisher(KafkaAccess kafka, Delivery delivery, Writer writer, Outlets outlets) {
    this.kafka = kafka;
    this.outlets = outlets;
    this.rejections = new Rejections(outlets.rejected(), kafka.largestRecord());
    this.transactional = delivery == Delivery.EXACTLY_ONCE;
    this.name = writer.name();
    this.transactionalId = writer.transactionalId();
    this.run = writer.run();
  }

  /**
   * Of the one worker that reads a span. From here on no earlier one of the same group can write,
   * so that how far it came stays as it is.
   *
   * @param run what it writes, for people
   * @throws Failure of action RETRY when Kafka cannot be reached
   */
  public static DetectionPublisher only(
      KafkaAccess kafka, String name, String group, String run, Outlets outlets) {
    DetectionPublisher made =
        new DetectionPublisher(kafka, Delivery.EXACTLY_ONCE, new Writer(name, group, run), outlets);
    try {
      var unused = made.producer();
      return made;
    } catch (KafkaException e) {
      made.abandon();
      throw made.failure("run %s cannot be written to Kafka".formatted(run), e);
    }
  }

  /**
   * Publishes a batch and its offsets; when this returns, they are there.
   *
   * @throws Failure of action RETRY when it is not known whether the batch counts: {@link #recover}
   *     tells. Of action SKIP when one of its records cannot be made or is never taken. Of action
   *     STOP when the broker refuses for good, or another process writes the run.
   */
  public void publish(DetectionBatch batch, FrameConsumer consumer) {
    try {
      if (transactional) {
        inTransaction(batch, consumer);
      } else {
        send(producer(), batch);
        consumer.commit(batch.next(), batch.notes());
      }
    } catch (KafkaException e) {
      abandon();
      rejections.failed(batch.rejected(), e);
      throw failure("detections cannot be written to Kafka", e);
    } catch (Failure e) {
      throw e;
    } catch (RuntimeException e) {
      abandon();
      throw Failure.skip("a record cannot be made: " + e, e);
    }
  }

  /**
   * Brings what a failed {@link #publish} left open to its end, and tells what counts.
   *
   * @return the offset committed, for those of the partitions that have one
   * @throws Failure of action RETRY when the broker cannot say; to be asked again. Of action STOP
   *     when another process has gone on with the run.
   */
  public Map<Partition, Long> recover(Set<Partition> partitions, FrameConsumer consumer) {
    try {
      producer(); // its start ends the transaction of the one before
      if (run != null && consumer.isOvertaken()) {
        throw fenced(run, null);
      }
      return consumer.committed(partitions);
    } catch (KafkaException e) {
      abandon();
      throw failure("how far it came cannot be read from Kafka", e);
    }
  }

  @Override
  public void close() {
    KafkaProducer<String, byte[]> present = producer;
    producer = null;
    if (present != null) {
      present.close(PATIENCE);
    }
  }

  private void inTransaction(DetectionBatch batch, FrameConsumer consumer) {
    KafkaProducer<String, byte[]> open = producer();
    open.beginTransaction();
    send(open, batch);
    open.sendOffsetsToTransaction(
        FrameConsumer.offsets(batch.next(), batch.notes()), consumer.membership());
    open.commitTransaction();
  }

  private void send(KafkaProducer<String, byte[]> open, DetectionBatch batch) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    batch.sessions().forEach(begun -> sent.add(open.send(record(begun))));
    batch.detections().forEach(event -> sent.add(open.send(record(event))));
    rejections.records(batch.rejected()).forEach(rejected -> sent.add(open.send(rejected)));
    String events = outlets.events();
    if (events != null) {
      batch.dropped().forEach(drop -> sent.add(open.send(EventPublisher.record(events, drop))));
    }
    if (!transactional) {
      open.flush();
      sent.forEach(DetectionPublisher::await);
    }
  }

  /** The broker aborts what was begun when the producer goes; a new one starts clean. */
  private void abandon() {
    KafkaProducer<String, byte[]> failed = producer;
    producer = null;
    if (failed != null) {
      failed.close(Duration.ZERO);
    }
  }

  private ProducerRecord<String, byte[]> record(FrameDetections event) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            outlets.detections(), null, event.camera(), DetectionJson.write(event));
    CloudEvents.put(
        record.headers(),
        event.frameId(),
        new CloudEvents.Attributes(
            event.id(), TYPE, event.camera(), event.frame().capturedAt(), "application/json"));
    return record;
  }

  private ProducerRecord<String, byte[]> record(DetectionBatch.NewSession begun) {
    return new ProducerRecord<>(
        outlets.sessions(), begun.camera(), SessionTable.value(begun.session()));
  }

  private Failure failure(String what, KafkaException e) {
    if (run != null && isFenced(e)) {
      return fenced(run, e);
    }
    return KafkaFailures.ofWriting(kafka, "%s at %s".formatted(what, kafka.bootstrapServers()), e);
  }

  /** Final: beginning anew would shut out the other process in turn. */
  private Failure fenced(String lost, @Nullable KafkaException e) {
    Failure failure =
        new Failure(
            Failure.Action.STOP,
            "run %s is replayed by another process by now, or this one stood still for over %d minutes; replay it in one process at a time, or under another name"
                .formatted(lost, LONGEST_ALONE.toMinutes()),
            e);
    fenced = failure;
    return failure;
  }

  private static boolean isFenced(KafkaException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
  }

  private Map<String, Object> properties() {
    if (!transactional) {
      return kafka.eventProducer(name);
    }
    Map<String, Object> properties = kafka.transactionalProducer(name, transactionalId);
    if (run != null) {
      properties.put("transaction.timeout.ms", Long.toString(LONGEST_ALONE.toMillis()));
    }
    return properties;
  }

  private KafkaProducer<String, byte[]> producer() {
    if (fenced != null) {
      throw fenced;
    }
    KafkaProducer<String, byte[]> present = producer;
    if (present != null) {
      return present;
    }
    KafkaProducer<String, byte[]> made =
        new KafkaProducer<>(properties(), new StringSerializer(), new ByteArraySerializer());
    producer = made;
    if (transactional) {
      made.initTransactions();
    }
    return made;
  }

  private static void await(Future<RecordMetadata> sent) {
    try {
      sent.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    }
  }
}
