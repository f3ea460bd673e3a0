package io.vedette.sink;

import io.vedette.event.Alert;
import io.vedette.runtime.Backoff;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.sink.delivery.RetryAfter;
import io.vedette.sink.delivery.Sink;
import io.vedette.sink.delivery.UnreadableRecord;
import io.vedette.text.DurationWords;
import io.vedette.text.Printable;
import io.vedette.text.Secrets;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.relay.InputRecord;
import io.vedette.transport.relay.OutputRecord;
import io.vedette.transport.relay.Relay;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker of one sink: it reads its group's share of some topics and delivers the records in
 * order. A record that the sink does not accept now is tried again with growing waits while later
 * ones go on; one that it never accepts, or not in time, goes to a topic of its own. Progress is
 * committed in Kafka, so that another worker continues there. Thread-safe.
 */
final class SinkWorker extends WorkerService {
  private static final Logger LOG = LoggerFactory.getLogger(SinkWorker.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);
  private static final int LONGEST_REASON = 1000;
  private static final Duration ROUND = Duration.ofMillis(500);

  /** The failures of its own after which a record is given up that nothing may overtake. */
  private static final int MOST_FAULTS = 3;

  /**
   * The work of one worker.
   *
   * @param name the sink's name
   * @param recipient the recipient of the sink that it serves; null for all
   * @param topics the topics to read
   * @param group the beginning of the name of the consumer group whose workers share the records
   * @param undelivered topic for records that were given up
   * @param keepTrying the age up to which a record is tried
   */
  record Round(
      String name,
      @Nullable String recipient,
      List<String> topics,
      String group,
      String undelivered,
      Duration keepTrying) {
    /** A name with the recipient appended, where a sink has several workers. */
    private String forWhom(String name) {
      return recipient == null ? name : name + "-" + recipient;
    }

    private String consumerGroup() {
      return forWhom(group + "-" + name);
    }
  }

  private final KafkaAccess kafka;
  private final Round round;
  private final Supplier<Sink> sinks;
  private final SinkMeters meters;
  private final InstantSource clock;
  private final long largest;

  /**
   * @param sinks opens the sink, on the worker's thread
   */
  SinkWorker(
      KafkaAccess kafka,
      Round round,
      Supplier<Sink> sinks,
      SinkMeters meters,
      InstantSource clock,
      Supervisor supervisor) {
    super(round.forWhom("sink-" + round.name()), CLOSE_TIMEOUT, supervisor);
    this.kafka = kafka;
    this.round = round;
    this.sinks = sinks;
    this.meters = meters;
    this.clock = clock;
    this.largest = kafka.largestRecord();
  }

  @Override
  protected Worker.Duty duty() {
    return new Carrying();
  }

  private static Backoff backoff() {
    return new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(2), ThreadLocalRandom.current());
  }

  /** The delivering of records; all that it uses is opened and closed on the worker's thread. */
  private final class Carrying implements Worker.Duty {
    private final Relay relay =
        new Relay(kafka, round.topics(), round.consumerGroup(), false, clock);
    private final DeliveryQueue waiting = new DeliveryQueue(SinkWorker::backoff);
    private final List<InputRecord> done = new ArrayList<>();
    // A record that was delivered and not committed yet is not delivered again while this worker
    // runs.
    private final Map<String, List<OutputRecord>> delivered = new HashMap<>();
    private final DeliveryTraces traces = new DeliveryTraces(meters.traces(), clock);
    private @Nullable Sink sink;
    private volatile @Nullable String trouble;

    @Override
    public Optional<String> trouble() {
      return Optional.ofNullable(trouble);
    }

    @Override
    public void run() {
      take();
      keepReady();
      carry();
      settle();
    }

    @Override
    public Duration onRetry(Failure failure, Duration wait) {
      waiting.clear();
      done.clear();
      return wait;
    }

    @Override
    public void onClose() {
      relay.close();
      Sink open = sink;
      if (open != null) {
        open.close();
      }
    }

    private void take() {
      waiting.keepOnly(relay::isMine);
      Instant now = clock.instant();
      Duration pause = waiting.pause(now, ROUND);
      if (waiting.isOpen(now)) {
        waiting.add(relay.poll(pause));
      } else {
        relay.hold(pause);
      }
    }

    private void keepReady() {
      Instant now = clock.instant();
      if (waiting.isPaused(now) || waiting.next(now).isPresent()) {
        return;
      }
      if (isReady() && waiting.isEmpty()) {
        trouble = null;
      }
    }

    /** Whether the sink is ready; one that is not gets a pause. */
    private boolean isReady() {
      try {
        open().keepReady();
        return true;
      } catch (Failure e) {
        if (e.action() == Failure.Action.STOP) {
          throw e;
        }
        troubled(e);
        Duration pause = waiting.pauseAll(clock.instant(), asked(e));
        LOG.warn(
            "sink {} is not ready ({}); next try in {}",
            round.name(),
            e.getMessage(),
            DurationWords.of(pause));
        return false;
      }
    }

    /**
     * Delivers records until none is to be tried or it is time to commit: after each alert, since
     * nobody wants the same alert twice.
     */
    private void carry() {
      Instant until = clock.instant().plus(ROUND);
      Optional<InputRecord> next = waiting.next(clock.instant());
      while (next.isPresent() && !Thread.currentThread().isInterrupted()) {
        InputRecord record = next.get();
        if (!relay.isMine(record)) {
          waiting.remove(record);
        } else if (isDone(record) && record.type().equals(Alert.TYPE)) {
          return;
        }
        if (clock.instant().isAfter(until)) {
          return;
        }
        next = waiting.next(clock.instant());
      }
    }

    private void settle() {
      if (!done.isEmpty()) {
        List<OutputRecord> results =
            done.stream()
                .flatMap(record -> delivered.getOrDefault(place(record), List.of()).stream())
                .toList();
        relay.commit(done, results);
        done.clear();
        delivered.clear();
      }
    }

    /** Delivers a record or gives it up; false when it is to be tried again. */
    private boolean isDone(InputRecord record) {
      try {
        if (open().isFor(record) && !delivered.containsKey(place(record))) {
          delivered.put(place(record), traces.deliver(round.name(), open(), record));
          meters.delivered(round.name());
          waiting.delivered(record);
          trouble = null;
        }
      } catch (Failure e) {
        if (isToWait(record, e)) {
          return false;
        }
        giveUp(record, e);
      } catch (RuntimeException e) { // one record's fault, whatever it is
        LOG.debug("stack", e);
        giveUp(record, new UnreadableRecord(record, "cannot be used: " + e));
      }
      waiting.remove(record);
      done.add(record);
      return true;
    }

    /** Whether a record is tried again later, also after a person has mended the sink. */
    private boolean isToWait(InputRecord record, Failure reason) {
      if (reason.action() == Failure.Action.SKIP || isLate(record)) {
        return false;
      }
      if (reason.action() == Failure.Action.STOP) {
        throw reason;
      }
      return isSetApart(record, reason);
    }

    /**
     * Whether a failed record waits to be tried again; not one that nothing may overtake and that
     * alone fails too often.
     */
    private boolean isSetApart(InputRecord record, Failure reason) {
      boolean isAlert = record.type().equals(Alert.TYPE);
      relay.leave(record);
      troubled(reason);
      Duration pause = waiting.failed(record, clock.instant(), asked(reason));
      if (!isAlert && isReady() && waiting.blame(record) >= MOST_FAULTS) {
        return false;
      }
      meters.retried(round.name());
      LOG.warn(
          "sink {} cannot be given {} ({}); next try in {}",
          round.name(),
          record.id(),
          reason.getMessage(),
          DurationWords.of(pause));
      return true;
    }

    private void giveUp(InputRecord record, Failure failure) {
      String reason = String.valueOf(failure.getMessage());
      if (failure instanceof UnreadableRecord) {
        kafka.defects().add(record.topic(), record.partition(), record.offset(), reason);
      } else {
        LOG.warn("sink {} gives up {}: {}", round.name(), record.id(), reason);
      }
      meters.undelivered(round.name());
      delivered.put(place(record), List.of(undelivered(record, reason)));
    }

    private void troubled(Failure reason) {
      trouble = Secrets.mask(String.valueOf(reason.getMessage()));
    }

    /** The pause that the receiver asks for. */
    private Duration asked(Failure reason) {
      if (reason instanceof RetryAfter retry) {
        Duration longest = round.keepTrying();
        return retry.pause().compareTo(longest) < 0 ? retry.pause() : longest;
      }
      return Duration.ZERO;
    }

    private boolean isLate(InputRecord record) {
      return clock.instant().isAfter(record.at().plus(round.keepTrying()));
    }

    private OutputRecord undelivered(InputRecord record, String reason) {
      Map<String, String> headers = new HashMap<>(record.headers());
      headers.put("sink", round.name());
      if (round.recipient() != null) {
        headers.put("recipient", round.recipient());
      }
      headers.put("reason", Printable.line(reason, LONGEST_REASON));
      return new OutputRecord(round.undelivered(), record.key(), headers, record.value())
          .within(largest);
    }

    private Sink open() {
      Sink present = sink;
      if (present == null) {
        present = sinks.get();
        sink = present;
      }
      return present;
    }

    private static String place(InputRecord record) {
      return record.topic() + "/" + record.partition() + "/" + record.offset();
    }
  }
}
