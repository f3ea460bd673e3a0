package io.vedette.forward;

import io.vedette.runtime.Backoff;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.text.Count;
import io.vedette.text.DurationWords;
import io.vedette.transport.client.KafkaFailures;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker of one lane to the central Kafka: it connects, sends, and connects again after a
 * failure. Thread-safe; all of its Kafka is on the thread {@code forward-<name>}.
 */
final class Forwarder extends WorkerService {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /**
   * The time without progress after which sending counts as trouble: a link may be slow and a
   * record large.
   */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

  private final ForwardLane lane;
  private final ForwardSettings settings;
  private final InstantSource clock;
  private volatile @Nullable String trouble = "not connected yet";
  private volatile long waiting;
  private final LongAdder sent = new LongAdder();
  private volatile @Nullable Long sendingSinceNanos;

  Forwarder(
      ForwardLane lane, ForwardSettings settings, InstantSource clock, Supervisor supervisor) {
    super("forward-" + lane.name(), CLOSE_TIMEOUT, supervisor);
    this.lane = lane;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  protected Worker.Duty duty() {
    return new Forwarding();
  }

  /** The reason why records cannot be sent; empty when they can. */
  Optional<String> trouble() {
    Long since = sendingSinceNanos;
    Duration silence = Duration.ofNanos(since == null ? 0 : System.nanoTime() - since);
    String known = trouble;
    if (known == null && silence.compareTo(LONGEST_SILENCE) > 0) {
      known = "no answer for " + DurationWords.of(silence);
    }
    return Optional.ofNullable(known).map(what -> lane.name() + ": " + what);
  }

  /** The number of records of the backlog that are yet to be sent. */
  long waiting() {
    return waiting;
  }

  /** The number of records that were sent since the start. */
  long sent() {
    return sent.sum();
  }

  private final class Forwarding implements Worker.Duty {
    private @Nullable Transfer transfer;

    @Override
    public void run() {
      try {
        Transfer open = transfer();
        sendingSinceNanos = System.nanoTime();
        sent.add(open.send());
        logWaiting(open.waiting());
      } catch (KafkaException e) {
        throw KafkaFailures.of(lane.edge(), "records cannot be sent", e);
      } finally {
        sendingSinceNanos = null;
      }
    }

    @Override
    public Backoff backoff() {
      return new Backoff(FIRST_WAIT, LONGEST_WAIT, ThreadLocalRandom.current());
    }

    @Override
    public Duration onRetry(Failure failure, Duration wait) {
      trouble = failure.getMessage();
      onClose();
      return wait;
    }

    private Transfer transfer() {
      Transfer present = transfer;
      if (present == null) {
        present = Transfer.open(lane, settings, clock);
        transfer = present;
        waiting = present.waiting();
        trouble = null;
        LOG.info("{}: connected; {} to be sent", lane.name(), Count.of(waiting, "record"));
      }
      return present;
    }

    private void logWaiting(long now) {
      if (waiting > 0 && now == 0) {
        LOG.info("{}: no records wait any more", lane.name());
      }
      waiting = now;
    }

    @Override
    public void onClose() {
      Transfer present = transfer;
      transfer = null;
      if (present != null) {
        present.close();
      }
    }
  }
}
