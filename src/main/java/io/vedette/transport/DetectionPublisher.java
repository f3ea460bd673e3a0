package io.vedette.transport;

import io.vedette.event.DetectionEvent;
import io.vedette.event.DetectionJson;
import io.vedette.runtime.Failure;
import io.vedette.transport.FrameRecord.Partition;
import io.vedette.transport.TransportSettings.Delivery;
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
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Detections to Kafka together with the offsets of their frames: in one transaction, or one after
 * the other where {@code delivery} is at-least-once. Confined to the thread of the consumer it
 * commits for.
 *
 * <p>Zombies are fenced by the consumer group's generation, which goes with the offsets into the
 * transaction (KIP-447); so a transactional id need not outlive its process.
 */
public final class DetectionPublisher implements AutoCloseable {
  private static final String TYPE = "io.vedette.detection.v1";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KafkaAccess kafka;
  private final Outlets outlets;
  private final Rejections rejections;
  private final boolean transactional;
  private final String name;
  private final String transactionalId;
  private @Nullable KafkaProducer<String, byte[]> producer;

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
   * @param name of the worker, for the client's and the transaction's id
   */
  public DetectionPublisher(KafkaAccess kafka, Delivery delivery, String name, Outlets outlets) {
    this.kafka = kafka;
    this.outlets = outlets;
    this.rejections = new Rejections(outlets.rejected(), kafka.largestRecord());
    this.transactional = delivery == Delivery.EXACTLY_ONCE;
    this.name = name;
    this.transactionalId = name + "-" + UUID.randomUUID();
  }

  /**
   * Publishes a batch and its offsets; when this returns, they are there.
   *
   * @throws Failure of action RETRY when it is not known whether the batch counts: {@link #recover}
   *     tells. Of action STOP when the broker refuses for good.
   */
  public void publish(DetectionBatch batch, FrameConsumer consumer) {
    try {
      if (transactional) {
        inTransaction(batch, consumer);
      } else {
        send(producer(), batch);
        consumer.commit(batch.next());
      }
    } catch (KafkaException e) {
      abandon();
      rejections.failed(batch.rejected(), e);
      throw Failures.of("detections cannot be written to Kafka at " + kafka.bootstrapServers(), e);
    }
  }

  /**
   * Brings what a failed {@link #publish} left open to its end, and tells what counts.
   *
   * @return the offset committed, for those of the partitions that have one
   * @throws Failure of action RETRY when the broker cannot say; to be asked again
   */
  public Map<Partition, Long> recover(Set<Partition> partitions, FrameConsumer consumer) {
    try {
      producer(); // its start ends the transaction of the one before
      return consumer.committed(partitions);
    } catch (KafkaException e) {
      abandon();
      throw Failures.of("Kafka at %s is away".formatted(kafka.bootstrapServers()), e);
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
    open.sendOffsetsToTransaction(FrameConsumer.offsets(batch.next()), consumer.membership());
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

  private ProducerRecord<String, byte[]> record(DetectionEvent event) {
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

  private KafkaProducer<String, byte[]> producer() {
    KafkaProducer<String, byte[]> present = producer;
    if (present != null) {
      return present;
    }
    Map<String, Object> properties =
        transactional
            ? kafka.transactionalProducer(name, transactionalId)
            : kafka.eventProducer(name);
    KafkaProducer<String, byte[]> made =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
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
