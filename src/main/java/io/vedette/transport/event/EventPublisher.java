package io.vedette.transport.event;

import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.OperationEvent;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.exchange.LazyProducer;
import io.vedette.transport.record.CloudEvents;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The publisher of events about the work to Kafka, in order per camera, sent again until they are
 * acknowledged; callers never wait. If more than {@value #MOST_WAITING} wait for a broker, the
 * oldest are given up. Thread-safe.
 */
public final class EventPublisher extends WorkerService {
  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_WAITING = 10_000;
  private static final int MOST_AT_ONCE = 500;

  private final KafkaAccess kafka;
  private final Topics topics;
  private final Deque<ProducerRecord<String, byte[]>> waiting = new ArrayDeque<>();
  private volatile boolean isClosing;

  public EventPublisher(KafkaAccess kafka, Topics topics, Supervisor supervisor) {
    super("event-publisher", PATIENCE, supervisor);
    this.kafka = kafka;
    this.topics = topics;
  }

  @Override
  protected Worker.Duty duty() {
    return new Sending();
  }

  /** Publishes an event to the events topic. */
  public void publish(OperationEvent event) {
    add(record(topics.events(), event));
  }

  /** Publishes a camera's state as an event and as its present state. */
  public void publishState(CameraStateEvent event) {
    publish(event);
    keepState(event);
  }

  /** Publishes a camera's present state without an event. */
  public void keepState(CameraStateEvent event) {
    add(record(topics.owners(), event));
  }

  /** Deletes the present state of a camera that was removed. */
  public void forgetState(String camera) {
    add(new ProducerRecord<>(topics.owners(), camera, null));
  }

  /** The number of events that were accepted and are not being sent yet. */
  public int waiting() {
    synchronized (waiting) {
      return waiting.size();
    }
  }

  /** Sends the waiting events as far as the broker accepts them within the time-out, then ends. */
  @Override
  public void close() {
    isClosing = true;
    worker().stop();
    synchronized (waiting) {
      waiting.notifyAll();
    }
    super.close();
  }

  /** The record of an event. */
  public static ProducerRecord<String, byte[]> record(String topic, OperationEvent event) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, event.camera(), event.json());
    CloudEvents.put(
        record.headers(),
        new CloudEvents.Attributes(
            event.id(), event.cloudEventsType(), event.camera(), event.at(), "application/json"));
    return record;
  }

  private void add(ProducerRecord<String, byte[]> record) {
    synchronized (waiting) {
      waiting.addLast(record);
      if (waiting.size() > MOST_WAITING) {
        waiting.removeFirst();
        LOG.warn("more than {} events wait for Kafka; the oldest is given up", MOST_WAITING);
      }
      waiting.notifyAll();
    }
  }

  private List<ProducerRecord<String, byte[]>> next() throws InterruptedException {
    synchronized (waiting) {
      if (waiting.isEmpty() && !isClosing) {
        waiting.wait(PATIENCE.toMillis());
      }
      List<ProducerRecord<String, byte[]>> next = new ArrayList<>();
      while (!waiting.isEmpty() && next.size() < MOST_AT_ONCE) {
        next.add(waiting.removeFirst());
      }
      return next;
    }
  }

  /** Puts records that could not be sent back at the head of the queue, in order. */
  private void putBack(List<ProducerRecord<String, byte[]>> records) {
    synchronized (waiting) {
      for (int i = records.size() - 1; i >= 0; i--) {
        waiting.addFirst(records.get(i));
      }
    }
  }

  /** The sending of events; the producer is opened and closed on the publisher's thread. */
  private final class Sending implements Worker.Duty {
    private final LazyProducer<String> producer =
        new LazyProducer<>(() -> KafkaClients.producer(kafka.eventProducer("vedette-events")));
    private @Nullable Failure refusal;

    @Override
    public void run() throws InterruptedException {
      List<ProducerRecord<String, byte[]>> failed = send(next());
      if (!failed.isEmpty()) {
        putBack(failed);
        if (refusal != null) {
          throw refusal;
        }
        synchronized (waiting) {
          waiting.wait(isClosing ? 1 : 1000); // the broker is away
        }
      }
    }

    /** Sends records and returns those that did not arrive. */
    private List<ProducerRecord<String, byte[]>> send(List<ProducerRecord<String, byte[]>> records)
        throws InterruptedException {
      List<Future<RecordMetadata>> sending = new ArrayList<>();
      for (ProducerRecord<String, byte[]> record : records) {
        try {
          sending.add(producer.get().send(record));
        } catch (KafkaException e) {
          sending.add(CompletableFuture.failedFuture(e));
        }
      }
      return undelivered(records, sending);
    }

    private List<ProducerRecord<String, byte[]>> undelivered(
        List<ProducerRecord<String, byte[]>> records, List<Future<RecordMetadata>> sending)
        throws InterruptedException {
      List<ProducerRecord<String, byte[]>> failed = new ArrayList<>();
      for (int i = 0; i < sending.size(); i++) {
        try {
          sending.get(i).get();
        } catch (ExecutionException e) {
          LOG.debug("an event was not delivered", e);
          if (isWorthAnother(records.get(i), Objects.requireNonNullElse(e.getCause(), e))) {
            failed.add(records.get(i));
          }
        }
      }
      return failed;
    }

    /** Whether to send a record again; one that Kafka will never accept is left out. */
    private boolean isWorthAnother(ProducerRecord<String, byte[]> record, Throwable reason) {
      KafkaException known =
          reason instanceof KafkaException kafka ? kafka : new KafkaException(reason);
      Failure failure = KafkaFailures.ofWriting(kafka, "events cannot be written to Kafka", known);
      refusal = failure.action() == Failure.Action.STOP ? failure : refusal;
      if (failure.action() == Failure.Action.SKIP) {
        LOG.warn("an event of {} is left out: {}", record.key(), failure.getMessage());
      }
      return failure.action() != Failure.Action.SKIP;
    }

    @Override
    public void onClose() {
      try {
        send(next());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      producer.close(PATIENCE.dividedBy(2));
    }
  }
}
