package io.vedette.transport.detection;

import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.frame.TraceContext;
import io.vedette.runtime.Failure;
import io.vedette.text.DurationWords;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.client.TransportSettings.Delivery;
import io.vedette.transport.event.EventPublisher;
import io.vedette.transport.exchange.Exchange;
import io.vedette.transport.frame.FrameConsumer;
import io.vedette.transport.frame.FrameRecord.Partition;
import io.vedette.transport.record.CloudEvents;
import io.vedette.transport.table.SessionTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * The publishing of detections: the records of a batch through an {@link Exchange}, together with
 * the offsets of its frames. Confined to the exchange's thread.
 *
 * <p>The one reader of a span is in no group, whose generation would fence it: there the
 * transactional id fences.
 */
public final class DetectionPublisher {
  private static final String TYPE = "io.vedette.detection.v1";
  // Longer than a producer tries: what it takes for fenced is then another process's doing.
  private static final Duration LONGEST_ALONE = Duration.ofMinutes(5);

  private final Exchange<String> exchange;
  private final KafkaAccess kafka;
  private final Outlets outlets;
  private final Rejections rejections;
  private final @Nullable String run;
  private @Nullable Failure fenced;

  /**
   * The topics that detections, rejected frames, drops and sessions are written to.
   *
   * @param rejected topic of frames that could not be processed; null when they are not kept
   * @param events the topic for drops; null when they are not published
   * @param sessions the topic of newest sessions, by which frames are fenced
   */
  public record Outlets(
      String detections, @Nullable String rejected, @Nullable String events, String sessions) {}

  /**
   * The publisher of a worker that shares frames with others.
   *
   * @param exchange with a producer of {@link #properties}; stays the caller's
   */
  public DetectionPublisher(Exchange<String> exchange, KafkaAccess kafka, Outlets outlets) {
    this(exchange, kafka, outlets, null);
  }

  private DetectionPublisher(
      Exchange<String> exchange, KafkaAccess kafka, Outlets outlets, @Nullable String run) {
    this.exchange = exchange;
    this.kafka = kafka;
    this.outlets = outlets;
    this.rejections = new Rejections(outlets.rejected(), kafka.largestRecord());
    this.run = run;
  }

  /**
   * The publisher of the one worker that reads a span. It fences earlier ones of the same group, so
   * that their progress stays as it is.
   *
   * @param exchange with a producer of {@link #propertiesOfRun}; stays the caller's
   * @param run the run's name, for messages
   * @throws Failure of action RETRY when Kafka cannot be reached
   */
  public static DetectionPublisher only(
      Exchange<String> exchange, KafkaAccess kafka, Outlets outlets, String run) {
    DetectionPublisher made = new DetectionPublisher(exchange, kafka, outlets, run);
    try {
      exchange.connect();
      return made;
    } catch (KafkaException e) {
      throw made.failure("run %s cannot be written to Kafka".formatted(run), e);
    }
  }

  /**
   * The producer's properties for a worker that shares frames with others.
   *
   * @param name the worker's name, for the client's and the transaction's id
   */
  public static Map<String, Object> properties(KafkaAccess kafka, Delivery delivery, String name) {
    return delivery == Delivery.EXACTLY_ONCE
        ? kafka.transactionalProducer(name, name + "-" + UUID.randomUUID())
        : kafka.eventProducer(name);
  }

  /** The producer's properties for the one worker that reads a span. */
  public static Map<String, Object> propertiesOfRun(KafkaAccess kafka, String name, String group) {
    Map<String, Object> properties = kafka.transactionalProducer(name, group);
    properties.put("transaction.timeout.ms", Long.toString(LONGEST_ALONE.toMillis()));
    return properties;
  }

  /**
   * Publishes a batch and its offsets; returns when they are committed.
   *
   * @throws Failure of action RETRY when it is not known whether the batch counts: {@link #recover}
   *     says. Of action SKIP when one of its records cannot be made or is never accepted. Of action
   *     STOP when the broker refuses for good, or another process writes the run.
   */
  public void publish(DetectionBatch batch) {
    requireAlone();
    try {
      exchange.commit(FrameConsumer.offsets(batch.next(), batch.notes()), records(batch));
    } catch (KafkaException e) {
      rejections.failed(batch.rejected(), e);
      throw failure("detections cannot be written to Kafka", e);
    } catch (RuntimeException e) {
      throw Failure.skip("a record cannot be made: " + e, e);
    }
  }

  /**
   * Resolves a failed {@link #publish} whose outcome is unknown.
   *
   * @return the committed offset of each partition that has one
   * @throws Failure of action RETRY when the broker cannot say; to be asked again. Of action STOP
   *     when another process has gone on with the run.
   */
  public Map<Partition, Long> recover(Set<Partition> partitions) {
    requireAlone();
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          exchange.recover(
              partitions.stream().map(FrameConsumer::topicPartition).collect(Collectors.toSet()));
      if (run != null && isOvertaken()) {
        throw fenced(run, null);
      }
      Map<Partition, Long> next = new HashMap<>();
      committed.forEach(
          (partition, offset) -> next.put(FrameConsumer.partition(partition), offset.offset()));
      return next;
    } catch (KafkaException e) {
      throw failure("committed offsets cannot be read from Kafka", e);
    }
  }

  /** Whether more is committed than this worker has read: another one does the same work. */
  private boolean isOvertaken() {
    return exchange.committed(exchange.consumer().assignment()).entrySet().stream()
        .anyMatch(done -> done.getValue().offset() > exchange.position(done.getKey()));
  }

  private void requireAlone() {
    Failure known = fenced;
    if (known != null) {
      throw known;
    }
  }

  private List<ProducerRecord<String, byte[]>> records(DetectionBatch batch) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    batch.sessions().forEach(begun -> records.add(record(begun)));
    batch
        .detections()
        .forEach(event -> records.add(record(event, batch.traces().get(event.frameId()))));
    records.addAll(rejections.records(batch.rejected()));
    String events = outlets.events();
    if (events != null) {
      batch.dropped().forEach(drop -> records.add(EventPublisher.record(events, drop)));
    }
    return records;
  }

  private ProducerRecord<String, byte[]> record(
      FrameDetections event, @Nullable TraceContext trace) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            outlets.detections(), null, event.camera(), DetectionJson.write(event));
    CloudEvents.put(
        record.headers(),
        event.frameId(),
        new CloudEvents.Attributes(
            event.id(), TYPE, event.camera(), event.frame().capturedAt(), "application/json"));
    CloudEvents.put(record.headers(), trace);
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

  /** Final: starting again would shut out the other process in turn. */
  private Failure fenced(String lost, @Nullable KafkaException e) {
    Failure failure =
        new Failure(
            Failure.Action.STOP,
            "run %s is replayed by another process by now, or this one stood still for over %s; replay it in one process at a time, or under another name"
                .formatted(lost, DurationWords.of(LONGEST_ALONE)),
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
}
