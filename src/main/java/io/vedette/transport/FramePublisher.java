package io.vedette.transport;

import io.vedette.frame.DropReason;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameSink;
import io.vedette.frame.Ledger;
import io.vedette.runtime.Service;
import io.vedette.runtime.Worker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames to Kafka, never blocking who hands them in: a bounded buffer that drops its oldest while
 * the broker is away. Every frame taken is published or counted in the ledger. Thread-safe.
 */
public final class FramePublisher implements FrameSink, Service {
  private static final Logger LOG = LoggerFactory.getLogger(FramePublisher.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int HEADERS_SIZE = 1024;

  /** Makes a frame's picture smaller, once; empty when that cannot be done. */
  @FunctionalInterface
  public interface Shrinker {
    Optional<Frame> shrink(Frame frame, int maxBytes);
  }

  private final KafkaAccess kafka;
  private final String topic;
  private final Ledger ledger;
  private final Shrinker shrinker;
  private final int maxBytes;
  private final long maxBuffered;
  private final Deque<Frame> buffer = new ArrayDeque<>();
  private final Worker worker = new Worker("frame-publisher", PATIENCE, new Sending());
  private long buffered;
  private volatile boolean brokerAway;

  public FramePublisher(
      KafkaAccess kafka, TransportSettings settings, Ledger ledger, Shrinker shrinker) {
    this.kafka = kafka;
    this.topic = new Topics(settings).frames();
    this.ledger = ledger;
    this.shrinker = shrinker;
    this.maxBytes = settings.maxRecord().toIntBytes() - HEADERS_SIZE;
    this.maxBuffered = settings.buffer().bytes();
  }

  @Override
  public void start() {
    worker.start();
  }

  @Override
  public void accept(Frame frame) {
    synchronized (buffer) {
      buffer.addLast(frame);
      buffered += frame.jpeg().length;
      while (buffered > maxBuffered && buffer.size() > 1) {
        Frame oldest = buffer.removeFirst();
        buffered -= oldest.jpeg().length;
        ledger.dropped(oldest.id().camera(), DropReason.BROKER);
      }
      buffer.notifyAll();
    }
  }

  /** Sends what is buffered as far as the broker takes it within the patience, then ends. */
  @Override
  public void close() {
    worker.stop();
    synchronized (buffer) {
      buffer.notifyAll();
    }
    worker.close();
  }

  private @Nullable Frame next() throws InterruptedException {
    synchronized (buffer) {
      if (buffer.isEmpty()) {
        buffer.wait(PATIENCE.toMillis());
      }
      @Nullable Frame frame = buffer.pollFirst();
      buffered -= frame == null ? 0 : frame.jpeg().length;
      return frame;
    }
  }

  private void dropped(Frame frame, DropReason reason, @Nullable Exception why) {
    ledger.dropped(frame.id().camera(), reason);
    boolean news = !brokerAway;
    brokerAway = reason == DropReason.BROKER;
    if (news && brokerAway) {
      LOG.warn("frames cannot be published, dropping: {}", why == null ? reason : why.getMessage());
    }
  }

  /** The duty of the publisher's thread; the producer is opened and closed on it. */
  private final class Sending implements Worker.Duty {
    private @Nullable KafkaProducer<String, byte[]> producer;

    @Override
    public void run() throws InterruptedException {
      @Nullable Frame frame = next();
      if (frame == null) {
        return;
      }
      if (frame.jpeg().length <= maxBytes) {
        send(frame);
      } else {
        shrinker
            .shrink(frame, maxBytes)
            .ifPresentOrElse(this::send, () -> dropped(frame, DropReason.OVERSIZE, null));
      }
    }

    private void send(Frame frame) {
      try {
        // The callback tells the outcome, so the future has nothing to add.
        Future<RecordMetadata> unused =
            producer()
                .send(
                    FrameRecords.write(topic, frame), (metadata, failure) -> sent(frame, failure));
      } catch (KafkaException | IllegalStateException e) {
        dropped(frame, DropReason.BROKER, e);
      }
    }

    private void sent(Frame frame, @Nullable Exception failure) {
      if (failure instanceof RecordTooLargeException) {
        dropped(frame, DropReason.OVERSIZE, failure);
      } else if (failure != null) {
        dropped(frame, DropReason.BROKER, failure);
      } else if (brokerAway) {
        brokerAway = false;
        LOG.info("frames are published again");
      }
    }

    private KafkaProducer<String, byte[]> producer() {
      KafkaProducer<String, byte[]> present = producer;
      if (present == null) {
        present =
            new KafkaProducer<>(
                kafka.pictureProducer("vedette-frames"),
                new StringSerializer(),
                new ByteArraySerializer());
        producer = present;
      }
      return present;
    }

    @Override
    public void onClose() {
      KafkaProducer<String, byte[]> present = producer;
      if (present != null) {
        present.close(PATIENCE);
      }
      synchronized (buffer) {
        buffer.forEach(frame -> ledger.dropped(frame.id().camera(), DropReason.BROKER));
        buffer.clear();
      }
    }
  }
}
