package io.vedette.transport.frame;

import io.vedette.frame.CaptureClock;
import io.vedette.frame.DropReason;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameSink;
import io.vedette.frame.Ledger;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.text.Count;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.exchange.LazyProducer;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The publisher of frames to Kafka, which never blocks a live camera: a bounded buffer that drops
 * its oldest frames while the broker is away. Frames of recordings are never dropped, but wait.
 * Every frame is published or counted in the ledger. Thread-safe.
 */
public final class FramePublisher extends WorkerService implements FrameSink {
  private static final Logger LOG = LoggerFactory.getLogger(FramePublisher.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int HEADERS_SIZE = 1024;
  private static final int LEAST_LIMIT = 4096;

  /** The shrinking of a frame's picture, once; empty when it cannot be smaller. */
  @FunctionalInterface
  public interface Shrinker {
    Optional<Frame> shrink(Frame frame, int maxBytes);
  }

  private final KafkaAccess kafka;
  private final String topic;
  private final FramePlaces places;
  private final Ledger ledger;
  private final Shrinker shrinker;
  private volatile int maxBytes;
  private final long maxBuffered;
  private final Deque<Frame> buffer = new ArrayDeque<>();
  private long buffered;
  private volatile boolean brokerAway;
  private volatile @Nullable KafkaException refusal;
  private volatile boolean isClosing;
  private volatile Consumer<Frame> sent = frame -> {};

  public FramePublisher(
      KafkaAccess kafka,
      TransportSettings settings,
      FramePlaces places,
      Ledger ledger,
      Shrinker shrinker,
      Supervisor supervisor) {
    super("frame-publisher", PATIENCE, supervisor);
    this.kafka = kafka;
    this.topic = new Topics(settings).frames();
    this.places = places;
    this.ledger = ledger;
    this.shrinker = shrinker;
    this.maxBytes = settings.maxRecord().toIntBytes() - HEADERS_SIZE;
    this.maxBuffered = settings.buffer().bytes();
  }

  @Override
  protected Worker.Duty duty() {
    return new Sending();
  }

  /**
   * Calls a listener for each traced frame that Kafka has stored, on a thread of Kafka's client.
   */
  public void onSent(Consumer<Frame> listener) {
    sent = listener;
  }

  /** Takes a frame; the caller waits with a frame of a recording while the buffer is full. */
  @Override
  public void accept(Frame frame) {
    synchronized (buffer) {
      if (isRecorded(frame)) {
        awaitRoom();
      }
      buffer.addLast(frame);
      buffered += frame.jpeg().length;
      Iterator<Frame> oldest = buffer.iterator();
      while (buffered > maxBuffered && buffer.size() > 1 && oldest.hasNext()) {
        Frame candidate = oldest.next();
        if (!isRecorded(candidate)) {
          oldest.remove();
          buffered -= candidate.jpeg().length;
          ledger.dropped(candidate, DropReason.BROKER);
        }
      }
      buffer.notifyAll();
    }
  }

  private void awaitRoom() {
    try {
      while (buffered > maxBuffered && !isClosing) {
        buffer.wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isRecorded(Frame frame) {
    return frame.clock() == CaptureClock.FILE;
  }

  /** The number of frames that were accepted and are not being sent yet. */
  public int waiting() {
    synchronized (buffer) {
      return buffer.size();
    }
  }

  /** Sends the buffered frames as far as the broker accepts them within the time-out, then ends. */
  @Override
  public void close() {
    isClosing = true;
    worker().stop();
    synchronized (buffer) {
      buffer.notifyAll();
    }
    super.close();
  }

  private @Nullable Frame next(Duration wait) throws InterruptedException {
    synchronized (buffer) {
      if (buffer.isEmpty() && !isClosing && !wait.isZero()) {
        buffer.wait(wait.toMillis());
      }
      @Nullable Frame frame = buffer.pollFirst();
      buffered -= frame == null ? 0 : frame.jpeg().length;
      buffer.notifyAll();
      return frame;
    }
  }

  private void dropped(Frame frame, DropReason reason, @Nullable Exception why) {
    ledger.dropped(frame, reason);
    if (why instanceof KafkaException known) {
      refusal = KafkaFailures.isFinal(known) ? known : null;
    }
    boolean news = !brokerAway;
    brokerAway = reason == DropReason.BROKER;
    if (news && brokerAway) {
      LOG.warn("frames cannot be published, dropping: {}", why == null ? reason : why.getMessage());
    }
  }

  /** The sending of frames; the producer is opened and closed on the publisher's thread. */
  private final class Sending implements Worker.Duty {
    private final LazyProducer<String> producer =
        new LazyProducer<>(() -> KafkaClients.producer(kafka.pictureProducer("vedette-frames")));

    @Override
    public void run() throws InterruptedException {
      @Nullable Frame frame = next(PATIENCE);
      if (frame != null) {
        publish(frame);
      }
      KafkaException refused = refusal;
      if (refused != null) {
        throw KafkaFailures.of(kafka, "frames cannot be published", refused);
      }
    }

    private void publish(Frame frame) {
      try {
        sendFitting(frame);
      } catch (RuntimeException e) { // one frame's fault, whatever it is
        LOG.warn("frame {} left out: {}", frame.id(), e.toString());
        ledger.dropped(frame, DropReason.REJECTED);
      }
    }

    private void sendFitting(Frame frame) {
      if (frame.jpeg().length <= maxBytes) {
        send(frame);
      } else {
        shrinker
            .shrink(frame, maxBytes)
            .ifPresentOrElse(this::sendShrunk, () -> dropped(frame, DropReason.OVERSIZE, null));
      }
    }

    private void sendShrunk(Frame frame) {
      ledger.shrunk(frame.id().camera());
      send(frame);
    }

    /** Sends a frame; one of a recording until it arrives, which keeps their order. */
    private void send(Frame frame) {
      boolean isOpen = true;
      while (isOpen) {
        isOpen = !isSettled(frame);
      }
    }

    private boolean isSettled(Frame frame) {
      try {
        Future<RecordMetadata> sending =
            producer.get().send(record(frame), (metadata, failure) -> sent(frame, failure));
        if (isRecorded(frame)) {
          sending.get();
        }
        return true;
      } catch (KafkaException | IllegalStateException | ExecutionException e) {
        return isOver(frame, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        dropped(frame, DropReason.BROKER, e);
        return true;
      }
    }

    /** Handles a frame that could not be sent; false when it is to be sent again as it is. */
    private boolean isOver(Frame frame, Exception reason) {
      if (!isRecorded(frame)) {
        sent(frame, reason);
      } else if (reason.getCause() instanceof RecordTooLargeException) {
        tooLarge(frame);
      } else if (isClosing || isFinal(reason)) {
        dropped(frame, DropReason.BROKER, reason);
      } else {
        return false;
      }
      return true;
    }

    private static boolean isFinal(Exception reason) {
      Throwable known = reason instanceof ExecutionException ? reason.getCause() : reason;
      return known instanceof KafkaException && KafkaFailures.isFinal(known);
    }

    private ProducerRecord<String, byte[]> record(Frame frame) {
      int partitions = producer.get().partitionsFor(topic).size();
      String camera = frame.id().camera();
      ProducerRecord<String, byte[]> record =
          FrameRecords.write(topic, places.of(camera, partitions), frame);
      FrameRecords.setPriority(record, places.priority(camera));
      return record;
    }

    private void sent(Frame frame, @Nullable Exception failure) {
      if (failure != null && isRecorded(frame)) {
        return; // the sender itself sees to it
      }
      if (failure == null && frame.trace() != null) {
        sent.accept(frame);
      }
      if (failure instanceof RecordTooLargeException) {
        tooLarge(frame);
      } else if (failure != null) {
        dropped(frame, DropReason.BROKER, failure);
      } else if (brokerAway) {
        brokerAway = false;
        LOG.info("frames are published again");
      }
    }

    /**
     * Handles a frame that is too large for the broker, though not for the settings: from now on
     * pictures are made to fit the broker.
     */
    private void tooLarge(Frame frame) {
      int smaller = frame.jpeg().length / 2;
      if (smaller < LEAST_LIMIT) {
        dropped(frame, DropReason.OVERSIZE, null);
        return;
      }
      if (smaller < maxBytes) {
        LOG.warn(
            "Kafka refuses records of {}; frames are made smaller",
            Count.bytes(frame.jpeg().length));
        maxBytes = smaller;
      }
      synchronized (buffer) {
        buffer.addFirst(frame);
        buffered += frame.jpeg().length;
        buffer.notifyAll();
      }
    }

    @Override
    public void onClose() {
      drain();
      producer.close(PATIENCE.dividedBy(3));
      synchronized (buffer) {
        buffer.forEach(frame -> ledger.dropped(frame, DropReason.BROKER));
        buffer.clear();
      }
    }

    private void drain() {
      long deadline = System.nanoTime() + PATIENCE.toNanos() / 2;
      try {
        @Nullable Frame frame = next(Duration.ZERO);
        while (frame != null) {
          publish(frame);
          boolean isOver = System.nanoTime() - deadline > 0 || Thread.interrupted();
          frame = isOver ? null : next(Duration.ZERO);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
