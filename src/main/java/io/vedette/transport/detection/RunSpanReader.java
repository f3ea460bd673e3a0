package io.vedette.transport.detection;

import io.vedette.event.FrameDetections;
import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.client.Partitions;
import io.vedette.transport.record.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The detections of a run in frames that were captured in a span of time, up to limits. Belongs to
 * no group and commits nothing. Thread-safe.
 */
public final class RunSpanReader {
  private static final Duration ROUND = Duration.ofMillis(100);

  // A record is never older than its picture, but for the clocks of cameras.
  private static final Duration BEFORE = Duration.ofSeconds(5);

  // What ends a partition: so many frames in a row that were captured so long after the span.
  private static final Duration BEYOND = Duration.ofMinutes(1);
  private static final int MOST_BEYOND = 100;

  // Frames of several cameras are in the order in which they came, roughly that of their capture.
  private static final Duration DISORDER = Duration.ofSeconds(2);
  private static final Duration AHEAD = Duration.ofSeconds(10);

  private final KafkaAccess kafka;
  private final Limits limits;

  /**
   * How much is read at most.
   *
   * @param frames of the span
   * @param records of the topic, also of other times and cameras
   */
  public record Limits(int frames, long records, Duration time) {}

  /**
   * The frames to read.
   *
   * @param from when the first of them was captured
   * @param to before which the last of them was captured
   * @param cameras whose they are
   */
  public record Span(Instant from, Instant to, Predicate<String> cameras) {
    /** The same with an earlier end. */
    public Span until(Instant earlier) {
      return new Span(from, earlier, cameras);
    }

    /** Whether a frame is one of them. */
    public boolean has(FrameDetections seen) {
      Instant at = seen.frame().capturedAt();
      return !at.isBefore(from) && at.isBefore(to) && cameras.test(seen.camera());
    }
  }

  /**
   * What was read.
   *
   * @param until the end of the span up to which there are all; earlier than asked where a limit
   *     was reached
   */
  public record Part(List<FrameDetections> frames, Instant until) {
    public Part {
      frames = List.copyOf(frames);
    }
  }

  public RunSpanReader(KafkaAccess kafka, Limits limits) {
    this.kafka = kafka;
    this.limits = limits;
  }

  /**
   * Reads the frames of a span.
   *
   * @param topic of the run
   * @param isCancelled asked between rounds
   * @throws Failure of action STOP when there is no such topic or Kafka does not allow it, RETRY
   *     when it cannot be read
   */
  public Part read(String topic, Span span, BooleanSupplier isCancelled) {
    Map<String, Object> properties = kafka.reader("vedette-run-span");
    properties.put("allow.auto.create.topics", "false");
    properties.put("default.api.timeout.ms", "10000");
    try (KafkaConsumer<String, byte[]> consumer = KafkaClients.consumer(properties)) {
      return new Reading(consumer, topic, span).read(isCancelled);
    } catch (UnknownTopicOrPartitionException e) {
      throw Failure.stop("there is no topic " + topic, e);
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
      throw Failure.retry("interrupted", e);
    } catch (KafkaException e) {
      throw KafkaFailures.of(
          kafka, "detections cannot be read from Kafka at " + kafka.bootstrapServers(), e);
    }
  }

  /** One way through a topic. Confined to one thread. */
  private final class Reading {
    private final KafkaConsumer<String, byte[]> consumer;
    private final Span span;
    private final Map<TopicPartition, Place> open = new HashMap<>();
    private final List<FrameDetections> frames = new ArrayList<>();
    private final long deadline = System.nanoTime() + limits.time().toNanos();
    private long records;

    Reading(KafkaConsumer<String, byte[]> consumer, String topic, Span span) {
      this.consumer = consumer;
      this.span = span;
      List<TopicPartition> partitions = Partitions.of(consumer, topic);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<TopicPartition, Long> begins = begins(partitions);
      begins.forEach(
          (partition, begin) -> {
            long end = ends.getOrDefault(partition, 0L);
            if (begin < end) {
              open.put(partition, new Place(end));
            }
          });
      consumer.assign(open.keySet());
      open.keySet().forEach(one -> consumer.seek(one, begins.getOrDefault(one, 0L)));
    }

    private Map<TopicPartition, Long> begins(List<TopicPartition> partitions) {
      Map<TopicPartition, Long> times = new HashMap<>();
      long from = Math.max(0, span.from().minus(BEFORE).toEpochMilli());
      partitions.forEach(partition -> times.put(partition, from));
      Map<TopicPartition, Long> begins = new HashMap<>();
      for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
          consumer.offsetsForTimes(times).entrySet()) {
        @Nullable OffsetAndTimestamp offset = found.getValue();
        if (offset != null) {
          begins.put(found.getKey(), offset.offset());
        }
      }
      return begins;
    }

    Part read(BooleanSupplier isCancelled) {
      while (!open.isEmpty() && !isLimited() && !isCancelled.getAsBoolean()) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(ROUND)) {
          records++;
          take(record);
        }
        endPartitions();
      }
      Instant until = until();
      Span whole = span.until(until);
      return new Part(frames.stream().filter(whole::has).toList(), until);
    }

    private boolean isLimited() {
      return frames.size() >= limits.frames()
          || records >= limits.records()
          || System.nanoTime() - deadline > 0;
    }

    private void take(ConsumerRecord<String, byte[]> record) {
      Place place = open.get(new TopicPartition(record.topic(), record.partition()));
      if (place == null || record.offset() >= place.end) {
        return;
      }
      Optional<FrameDetections> read =
          Records.detection(record.key(), record.value())
              .orElse(reason -> kafka.defects().add(record, reason));
      read.ifPresent(seen -> take(seen, place));
    }

    private void take(FrameDetections seen, Place place) {
      Instant at = seen.frame().capturedAt();
      boolean isWanted = span.has(seen);
      if (isWanted && frames.size() >= limits.frames()) {
        place.leftOut(at);
        return;
      }
      place.passed(at, span.to());
      if (isWanted) {
        frames.add(seen);
      }
    }

    private void endPartitions() {
      open.entrySet()
          .removeIf(
              each ->
                  each.getValue().isWhole()
                      && (each.getValue().beyond >= MOST_BEYOND
                          || consumer.position(each.getKey()) >= each.getValue().end));
      Instant ahead = slowest().plus(AHEAD);
      Set<TopicPartition> read = new HashSet<>(open.keySet());
      open.forEach(
          (partition, place) -> {
            if (place.last != null && place.last.isAfter(ahead)) {
              read.remove(partition); // or all that may be read is read of this one
            }
          });
      consumer.resume(read);
      consumer.pause(consumer.assignment().stream().filter(each -> !read.contains(each)).toList());
    }

    /** Until when all partitions are read that are not read to their ends. */
    private Instant slowest() {
      return open.values().stream()
          .map(place -> place.until(span.from()))
          .min(Instant::compareTo)
          .orElse(span.to());
    }

    private Instant until() {
      Instant until = open.isEmpty() ? span.to() : slowest().minus(DISORDER);
      if (until.isBefore(span.from())) {
        return span.from();
      }
      return until.isBefore(span.to()) ? until : span.to();
    }
  }

  /** How far a partition is read. Confined to one thread. */
  private static final class Place {
    private final long end;
    private @Nullable Instant last;
    private @Nullable Instant leftOut;
    private int beyond;

    Place(long end) {
      this.end = end;
    }

    /** A frame of the span is not taken, since there are too many. */
    void leftOut(Instant capturedAt) {
      if (leftOut == null || capturedAt.isBefore(leftOut)) {
        leftOut = capturedAt;
      }
    }

    /** Whether all that was read of it was taken. */
    boolean isWhole() {
      return leftOut == null;
    }

    /** Until when it is read. */
    Instant until(Instant begin) {
      Instant known = leftOut == null ? last : leftOut;
      return known == null ? begin : known;
    }

    void passed(Instant capturedAt, Instant to) {
      last = capturedAt;
      beyond = capturedAt.isAfter(to.plus(BEYOND)) ? beyond + 1 : 0;
    }
  }
}
