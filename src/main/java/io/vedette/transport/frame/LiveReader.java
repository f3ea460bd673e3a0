package io.vedette.transport.frame;

import io.vedette.event.FrameDetections;
import io.vedette.frame.Frame;
import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.client.Partitions;
import io.vedette.transport.client.RecordDefects;
import io.vedette.transport.record.Records;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * The reader of frames and detections of the cameras that somebody watches, from only the
 * partitions that hold them. Belongs to no group and commits nothing. Confined to one thread.
 *
 * <p>Detections are read before their transaction ends: for one frame and model they are always the
 * same, and a picture need not wait for the commit.
 */
public final class LiveReader implements AutoCloseable {
  private static final String CLIENT = "vedette-live";

  private final KafkaAccess kafka;
  private final String frames;
  private final String detections;
  private final RecordDefects defects;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, Integer> sizes = new HashMap<>();
  private Set<String> cameras = Set.of();

  /** A receiver of frames and detections, called on the reading thread. */
  public interface Listener {
    /**
     * Takes a frame.
     *
     * @param place its partition of the frames topic
     */
    void frame(Frame frame, int place);

    /**
     * Takes the detections of a frame.
     *
     * @param place their partition of the detections topic
     */
    void detections(FrameDetections seen, int place);
  }

  /**
   * @throws Failure of action RETRY when Kafka cannot be used
   */
  public LiveReader(KafkaAccess kafka, Topics topics) {
    this.kafka = kafka;
    this.frames = topics.frames();
    this.detections = topics.detections();
    this.defects = kafka.defects();
    Map<String, Object> properties = kafka.reader(CLIENT);
    properties.put("isolation.level", "read_uncommitted");
    properties.put("auto.offset.reset", "latest");
    properties.put("allow.auto.create.topics", "false");
    properties.put("default.api.timeout.ms", "10000");
    try {
      this.consumer = KafkaClients.consumer(properties);
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /**
   * Sets the cameras to read from now on. The new ones begin at a time; other cameras in their
   * partitions are read again from there.
   *
   * @param places the partition of each camera's record in the cameras topic, or null where it has
   *     none
   * @throws Failure of action RETRY when Kafka fails
   */
  public void watch(
      Collection<String> watched, Function<String, @Nullable Integer> places, Instant from) {
    try {
      Set<String> gained = new HashSet<>(watched);
      gained.removeAll(cameras);
      cameras = Set.copyOf(watched);
      consumer.assign(partitions(cameras, places));
      seek(partitions(gained, places), from);
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /**
   * Continues at a time with all cameras.
   *
   * @throws Failure of action RETRY when Kafka fails
   */
  public void seek(Instant from) {
    try {
      seek(consumer.assignment(), from);
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /** Pauses some partitions of frames and of detections, and resumes the others. */
  public void hold(Set<Integer> ofFrames, Set<Integer> ofDetections) {
    Set<TopicPartition> held = new HashSet<>();
    ofFrames.forEach(place -> held.add(new TopicPartition(frames, place)));
    ofDetections.forEach(place -> held.add(new TopicPartition(detections, place)));
    held.retainAll(consumer.assignment());
    Set<TopicPartition> others = new HashSet<>(consumer.paused());
    others.removeAll(held);
    consumer.resume(others);
    consumer.pause(held);
  }

  /**
   * Hands over the records that come within a time; a record that cannot be read is counted and
   * left out.
   *
   * @throws Failure of action RETRY when Kafka fails
   */
  public void poll(Duration timeout, Listener listener) {
    try {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(timeout)) {
        if (record.key() != null && cameras.contains(record.key())) {
          defects.guard(record, known -> hand(known, listener));
        }
      }
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /** Number of partitions that are read. */
  public int partitions() {
    return consumer.assignment().size();
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void hand(ConsumerRecord<String, byte[]> record, Listener listener) {
    if (record.topic().equals(frames)) {
      listener.frame(FrameRecords.read(record), record.partition());
    } else {
      Records.detection(record.key(), record.value())
          .orElse(reason -> defects.add(record, reason))
          .ifPresent(seen -> listener.detections(seen, record.partition()));
    }
  }

  private Set<TopicPartition> partitions(
      Set<String> some, Function<String, @Nullable Integer> places) {
    Set<TopicPartition> wanted = new HashSet<>();
    for (String camera : some) {
      @Nullable Integer place = places.apply(camera);
      int count = count(frames);
      wanted.add(
          new TopicPartition(
              frames,
              place == null ? Partitions.ofKey(camera, count) : FramePlaces.of(place, count)));
      wanted.add(new TopicPartition(detections, Partitions.ofKey(camera, count(detections))));
    }
    return wanted;
  }

  private int count(String topic) {
    return sizes.computeIfAbsent(topic, name -> Partitions.of(consumer, name).size());
  }

  private void seek(Set<TopicPartition> partitions, Instant from) {
    if (partitions.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> found =
        Partitions.offsetsAt(consumer, partitions, from.toEpochMilli());
    for (TopicPartition partition : partitions) {
      @Nullable Long offset = found.get(partition);
      if (offset == null) {
        consumer.seekToEnd(List.of(partition));
      } else {
        consumer.seek(partition, offset);
      }
    }
  }

  private Failure failure(KafkaException e) {
    return KafkaFailures.of(
        kafka, "pictures cannot be read from Kafka at " + kafka.bootstrapServers(), e);
  }
}
