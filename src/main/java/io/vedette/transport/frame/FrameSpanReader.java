package io.vedette.transport.frame;

import io.vedette.event.FrameDetections;
import io.vedette.frame.Frame;
import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.Partitions;
import io.vedette.transport.client.RangeReader;
import io.vedette.transport.client.RangeReader.Range;
import io.vedette.transport.client.RecordDefects;
import io.vedette.transport.record.Records;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The reader of frames and detections of spans of time, as long as Kafka keeps them. Times are
 * those at which records came to Kafka, in ms. Belongs to no group. Confined to one thread.
 */
public final class FrameSpanReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String frames;
  private final String detections;
  private final RecordDefects defects;
  private final RangeReader reader;

  /** A receiver of frames. */
  @FunctionalInterface
  public interface Sink {
    /** Takes a frame and the time when it came to Kafka. */
    void frame(Frame frame, long cameMillis);
  }

  /**
   * @throws Failure of action RETRY when Kafka cannot be used
   */
  public FrameSpanReader(KafkaAccess kafka, Topics topics, String clientId) {
    this.frames = topics.frames();
    this.detections = topics.detections();
    this.defects = kafka.defects();
    this.reader = new RangeReader(kafka, clientId, "frames");
  }

  /**
   * The time when the frame at a place came to Kafka; empty when it is kept no longer.
   *
   * @throws Failure of action RETRY when Kafka fails
   */
  public OptionalLong cameAt(int number, long offset) {
    TopicPartition partition = new TopicPartition(frames, number);
    if (number < 0
        || number >= reader.partitions(frames).size()
        || offset >= reader.end(partition)) {
      return OptionalLong.empty();
    }
    long[] found = {-1};
    read(
        List.of(new Range(partition, offset, offset + 1)),
        record -> found[0] = record.offset() == offset ? record.timestamp() : found[0]);
    return found[0] < 0 ? OptionalLong.empty() : OptionalLong.of(found[0]);
  }

  /**
   * The offset of a partition's first record at or after a time; the partition's end when there is
   * none.
   *
   * @throws Failure of action RETRY when Kafka fails
   */
  public long offsetAt(String topic, int number, long millis) {
    return reader.offsetAt(new TopicPartition(topic, number), millis);
  }

  /**
   * Hands over the frames of one partition that came from a time until before another one.
   *
   * @throws Failure of action RETRY when Kafka fails
   */
  public void frames(int number, long fromMillis, long toMillis, Sink sink) {
    read(
        reader.between(List.of(new TopicPartition(frames, number)), fromMillis, toMillis),
        record -> sink.frame(FrameRecords.read(record), record.timestamp()));
  }

  /**
   * Hands over the detections of some cameras that came in a time.
   *
   * @throws Failure of action RETRY when Kafka fails
   */
  public void detections(
      Collection<String> cameras, long fromMillis, long toMillis, Consumer<FrameDetections> sink) {
    int count = reader.partitions(detections).size();
    Set<TopicPartition> partitions =
        cameras.stream()
            .map(camera -> new TopicPartition(detections, Partitions.ofKey(camera, count)))
            .collect(Collectors.toSet());
    read(
        reader.between(partitions, fromMillis, toMillis),
        record -> {
          if (record.key() != null && cameras.contains(record.key())) {
            Records.detection(record.key(), record.value())
                .orElse(reason -> defects.add(record, reason))
                .ifPresent(sink);
          }
        });
  }

  private void read(Collection<Range> ranges, Consumer<ConsumerRecord<String, byte[]>> sink) {
    reader.readWhole(ranges, PATIENCE, record -> defects.guard(record, sink));
  }

  @Override
  public void close() {
    reader.close();
  }
}
