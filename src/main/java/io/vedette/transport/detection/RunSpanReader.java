package io.vedette.transport.detection;

import io.vedette.event.FrameDetections;
import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.RangeReader;
import io.vedette.transport.client.RangeReader.Range;
import io.vedette.transport.record.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The detections of a run in frames that were captured in a span of time, up to limits. Belongs to
 * no group and commits nothing. Thread-safe.
 */
public final class RunSpanReader {
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
   * The most that one reading takes.
   *
   * @param frames most frames of the span
   * @param records most records of the topic, also of other times and cameras
   */
  public record Limits(int frames, long records, Duration time) {}

  /**
   * The frames that some cameras captured in a time.
   *
   * @param from the earliest capture time
   * @param to the end of capture times, exclusive
   * @param cameras whether a camera's frames belong to the span
   */
  public record Span(Instant from, Instant to, Predicate<String> cameras) {
    /** This span with an earlier end. */
    public Span until(Instant earlier) {
      return new Span(from, earlier, cameras);
    }

    /** Whether a frame belongs to the span. */
    public boolean has(FrameDetections seen) {
      Instant at = seen.frame().capturedAt();
      return !at.isBefore(from) && at.isBefore(to) && cameras.test(seen.camera());
    }
  }

  /**
   * The frames that were read.
   *
   * @param until the end of the time of which all frames are here; earlier than the end of the span
   *     where a limit was reached
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
   * @param topic the run's detections
   * @param isCancelled asked between rounds
   * @throws Failure of action STOP when there is no such topic or Kafka does not allow it, RETRY
   *     when it cannot be read
   */
  public Part read(String topic, Span span, BooleanSupplier isCancelled) {
    try (RangeReader reader = new RangeReader(kafka, "vedette-run-span", "detections")) {
      List<Range> ranges =
          reader.since(partitions(reader, topic), span.from().minus(BEFORE).toEpochMilli());
      Reading reading = new Reading(span, ranges, isCancelled);
      var unused =
          reader.read(
              ranges,
              new RangeReader.Limits(limits.records(), Long.MAX_VALUE, limits.time()),
              reading::take,
              reading);
      return reading.part();
    }
  }

  private static List<TopicPartition> partitions(RangeReader reader, String topic) {
    try {
      return reader.partitions(topic);
    } catch (Failure e) {
      throw e.getCause() instanceof UnknownTopicOrPartitionException
          ? Failure.stop("there is no topic " + topic, e)
          : e;
    }
  }

  /** One pass over a topic. Confined to one thread. */
  private final class Reading implements RangeReader.Control {
    private final Span span;
    private final BooleanSupplier isCancelled;
    private final Map<TopicPartition, Place> open = new HashMap<>();
    private final List<FrameDetections> frames = new ArrayList<>();

    Reading(Span span, List<Range> ranges, BooleanSupplier isCancelled) {
      this.span = span;
      this.isCancelled = isCancelled;
      ranges.stream()
          .filter(range -> range.begin() < range.end())
          .forEach(range -> open.put(range.partition(), new Place()));
    }

    void take(ConsumerRecord<String, byte[]> record) {
      Place place = open.get(new TopicPartition(record.topic(), record.partition()));
      if (place != null) {
        Records.detection(record.key(), record.value())
            .orElse(reason -> kafka.defects().add(record, reason))
            .ifPresent(seen -> take(seen, place));
      }
    }

    private void take(FrameDetections seen, Place place) {
      Instant at = seen.frame().capturedAt();
      boolean isWanted = span.has(seen);
      if (isWanted && isFull()) {
        place.leftOut(at);
        return;
      }
      place.passed(at, span.to());
      if (isWanted) {
        frames.add(seen);
      }
    }

    private boolean isFull() {
      return frames.size() >= limits.frames();
    }

    @Override
    public boolean isCancelled() {
      return isFull() || isCancelled.getAsBoolean();
    }

    @Override
    public boolean isEnough(TopicPartition partition) {
      Place place = open.get(partition);
      return place != null && place.isWhole() && place.beyond >= MOST_BEYOND;
    }

    @Override
    public boolean isAhead(TopicPartition partition) {
      Place place = open.get(partition);
      return place != null && place.last != null && place.last.isAfter(slowest().plus(AHEAD));
    }

    @Override
    public void ended(TopicPartition partition) {
      open.computeIfPresent(partition, (key, place) -> place.isWhole() ? null : place);
    }

    Part part() {
      Instant until = until();
      Span whole = span.until(until);
      return new Part(frames.stream().filter(whole::has).toList(), until);
    }

    /** The earliest capture time that an open partition has reached. */
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

  /** The progress of a pass in one partition. Confined to one thread. */
  private static final class Place {
    private @Nullable Instant last;
    private @Nullable Instant leftOut;
    private int beyond;

    /** Notes a frame of the span that is not taken, since there are too many. */
    void leftOut(Instant capturedAt) {
      if (leftOut == null || capturedAt.isBefore(leftOut)) {
        leftOut = capturedAt;
      }
    }

    /** Whether every frame of the span that was read was also taken. */
    boolean isWhole() {
      return leftOut == null;
    }

    /** The capture time up to which no frame is missing; that of the span's begin at first. */
    Instant until(Instant begin) {
      Instant known = leftOut == null ? last : leftOut;
      return known == null ? begin : known;
    }

    /** Notes a frame that was read, wanted or not. */
    void passed(Instant capturedAt, Instant to) {
      last = capturedAt;
      beyond = capturedAt.isAfter(to.plus(BEYOND)) ? beyond + 1 : 0;
    }
  }
}
