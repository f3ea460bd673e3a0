package io.vedette.transport.detection;

import io.vedette.event.FrameDetections;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.Partitions;
import io.vedette.transport.client.RangeReader;
import io.vedette.transport.client.RangeReader.Limits;
import io.vedette.transport.client.RangeReader.Range;
import io.vedette.transport.record.CloudEvents;
import io.vedette.transport.record.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The detections of live frames that Kafka still has: single ones by their ids, and the newest.
 * Thread-safe.
 */
public final class DetectionLog {
  private static final Limits LIMITS = Limits.of(Duration.ofSeconds(4));

  // A record's time is the worker's, the picture's that of the host that took it.
  private static final Duration BEFORE = Duration.ofSeconds(5);
  private static final Duration AFTER = Duration.ofMinutes(5);

  private final KafkaAccess kafka;
  private final String topic;

  public DetectionLog(KafkaAccess kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  /**
   * The detection of an id; empty when it is kept no longer.
   *
   * @param capturedAt the time when the picture was taken
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public Optional<FrameDetections> find(String camera, String id, Instant capturedAt) {
    try (RangeReader reader = reader()) {
      int count = reader.presentPartitions(topic).size();
      if (count == 0) {
        return Optional.empty();
      }
      List<Range> ranges =
          reader.between(
              List.of(new TopicPartition(topic, Partitions.ofKey(camera, count))),
              capturedAt.minus(BEFORE).toEpochMilli(),
              capturedAt.plus(AFTER).toEpochMilli() + 1);
      List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
      var unused =
          reader.read(
              ranges,
              LIMITS,
              record -> {
                if (id.equals(Records.header(record.headers(), CloudEvents.ID))) {
                  found.add(record);
                }
              },
              () -> !found.isEmpty());
      return found.stream().findFirst().flatMap(this::read);
    }
  }

  /**
   * The newest detections of each partition.
   *
   * @param most most detections of one partition
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public List<FrameDetections> newest(int most) {
    Map<Integer, List<FrameDetections>> found = new HashMap<>();
    try (RangeReader reader = reader()) {
      List<TopicPartition> partitions = reader.presentPartitions(topic);
      var unused =
          reader.read(
              reader.last(partitions, 2L * most, Long.MAX_VALUE),
              LIMITS,
              record ->
                  read(record)
                      .ifPresent(
                          seen ->
                              found
                                  .computeIfAbsent(record.partition(), key -> new ArrayList<>())
                                  .add(seen)));
    }
    List<FrameDetections> all = new ArrayList<>();
    found.values().forEach(list -> all.addAll(list.subList(from(list, most), list.size())));
    return all;
  }

  private static int from(List<?> list, int most) {
    return Math.max(0, list.size() - most); // markers of transactions take places, too
  }

  private Optional<FrameDetections> read(ConsumerRecord<String, byte[]> record) {
    return Records.detection(record.key(), record.value())
        .orElse(reason -> kafka.defects().add(record, reason));
  }

  private RangeReader reader() {
    return new RangeReader(kafka, "vedette-detections", "detections");
  }
}
