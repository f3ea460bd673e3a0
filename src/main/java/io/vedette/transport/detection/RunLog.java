package io.vedette.transport.detection;

import io.vedette.event.FrameDetections;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.record.Records;
import io.vedette.transport.topic.Topics;
import io.vedette.validation.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The runs that Kafka has topics of, each with a sample of its detections. A run is read again only
 * when it has grown. Thread-safe.
 */
public final class RunLog {
  private static final Duration ROUND = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final int NEWEST = 100;
  private static final int MOST_RUNS = 200;

  /**
   * The most bytes to fetch at once: few records are wanted of each partition; a larger one is
   * fetched all the same.
   */
  private static final String FETCH = Integer.toString(512 << 10);

  private final KafkaAccess kafka;
  private final Topics topics;
  private final Map<String, Known> known = new HashMap<>();

  /**
   * A sample of a run.
   *
   * @param first the earliest detection of each partition that Kafka still has
   * @param newest the newest detections, up to 100 of each partition
   * @param frames number of detections, roughly: markers of transactions take offsets, too
   * @param written the time when the newest record was written; null where there is none
   */
  public record Sample(
      String run,
      List<FrameDetections> first,
      List<FrameDetections> newest,
      long frames,
      @Nullable Instant written) {
    public Sample {
      first = List.copyOf(first);
      newest = List.copyOf(newest);
    }
  }

  /** A sample, and the offsets at which it was taken. */
  private record Known(
      Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends, Sample sample) {
    /** Whether the first records of the same partitions are still there. */
    boolean isBegunAs(Map<TopicPartition, Long> begin, Map<TopicPartition, Long> end) {
      return begins.equals(begin) && filled(begins, ends).equals(filled(begin, end));
    }
  }

  private static Set<TopicPartition> filled(
      Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
    Set<TopicPartition> filled = new HashSet<>();
    ends.forEach(
        (partition, end) -> {
          if (begins.getOrDefault(partition, 0L) < end) {
            filled.add(partition);
          }
        });
    return filled;
  }

  public RunLog(KafkaAccess kafka, Topics topics) {
    this.kafka = kafka;
    this.topics = topics;
  }

  /**
   * The samples of the live run and all others, by their names, without runs that this process may
   * not read.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public synchronized List<Sample> read() {
    Map<String, Object> properties = kafka.reader("vedette-runs");
    properties.put("allow.auto.create.topics", "false");
    properties.put("default.api.timeout.ms", "10000");
    properties.put("max.partition.fetch.bytes", FETCH);
    try (KafkaConsumer<String, byte[]> consumer = KafkaClients.consumer(properties)) {
      Map<String, List<TopicPartition>> runs = runs(consumer);
      known.keySet().retainAll(runs.keySet());
      List<Sample> samples = new ArrayList<>();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      runs.forEach((run, partitions) -> samples.add(sample(consumer, run, partitions, deadline)));
      return samples;
    } catch (KafkaException e) {
      throw KafkaFailures.of(
          kafka, "detections cannot be read from Kafka at " + kafka.bootstrapServers(), e);
    }
  }

  private Map<String, List<TopicPartition>> runs(KafkaConsumer<String, byte[]> consumer) {
    String live = topics.detections();
    Map<String, List<TopicPartition>> runs = new LinkedHashMap<>();
    consumer.listTopics().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(topic -> topic.getKey().equals(live) || isOfRun(topic.getKey(), live))
        .limit(MOST_RUNS)
        .forEach(
            topic ->
                runs.put(
                    topic.getKey().equals(live)
                        ? FrameDetections.LIVE
                        : topic.getKey().substring(live.length() + 1),
                    partitions(topic.getValue())));
    return runs;
  }

  private static boolean isOfRun(String topic, String live) {
    return topic.startsWith(live + ".") && Names.isRun(topic.substring(live.length() + 1));
  }

  private static List<TopicPartition> partitions(List<PartitionInfo> topic) {
    return topic.stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
  }

  private Sample sample(
      KafkaConsumer<String, byte[]> consumer,
      String run,
      List<TopicPartition> partitions,
      long deadline) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Known before = known.get(run);
    if (before != null && before.ends.equals(ends) && before.begins.equals(begins)) {
      return before.sample;
    }
    Sampling sampling = new Sampling(consumer, begins, ends, deadline);
    List<FrameDetections> first =
        before != null && before.isBegunAs(begins, ends) ? before.sample.first() : null;
    Sample sample = sampling.sample(run, first);
    if (sampling.isWhole) {
      known.put(run, new Known(begins, ends, sample));
    }
    return sample;
  }

  /** The sampling of one topic. Confined to one thread. */
  private final class Sampling {
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<TopicPartition, Long> begins;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final long deadline;
    private boolean isWhole = true;

    Sampling(
        KafkaConsumer<String, byte[]> consumer,
        Map<TopicPartition, Long> begins,
        Map<TopicPartition, Long> ends,
        long deadline) {
      this.consumer = consumer;
      this.begins = begins;
      this.deadline = deadline;
      filled(begins, ends)
          .forEach(partition -> this.ends.put(partition, ends.getOrDefault(partition, 0L)));
    }

    private long begin(TopicPartition partition) {
      return begins.getOrDefault(partition, 0L);
    }

    /**
     * @param known the first detections, where they have been read before
     */
    Sample sample(String run, @Nullable List<FrameDetections> known) {
      consumer.assign(ends.keySet());
      List<FrameDetections> first = known == null ? first() : known;
      Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> last = last();
      long frames = 0;
      long written = -1;
      List<FrameDetections> newest = new ArrayList<>();
      for (Map.Entry<TopicPartition, List<ConsumerRecord<String, byte[]>>> part : last.entrySet()) {
        List<ConsumerRecord<String, byte[]>> records = part.getValue();
        frames += frames(part.getKey(), records.size());
        written = Math.max(written, records.get(records.size() - 1).timestamp());
        newest.addAll(read(records.subList(Math.max(0, records.size() - NEWEST), records.size())));
      }
      return new Sample(
          run, first, newest, frames, written < 0 ? null : Instant.ofEpochMilli(written));
    }

    /** The first detection of each partition. */
    private List<FrameDetections> first() {
      ends.keySet().forEach(partition -> consumer.seek(partition, begin(partition)));
      List<FrameDetections> first = new ArrayList<>();
      until(found -> true).values().forEach(records -> first.addAll(read(records.subList(0, 1))));
      return first;
    }

    /** The last records of each partition. */
    private Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> last() {
      ends.keySet().forEach(partition -> consumer.seek(partition, lastBegin(partition)));
      return until(partition -> consumer.position(partition) >= end(partition));
    }

    private long end(TopicPartition partition) {
      return ends.getOrDefault(partition, 0L);
    }

    private long lastBegin(TopicPartition partition) {
      return Math.max(begin(partition), end(partition) - 2L * NEWEST);
    }

    private interface Enough {
      boolean isEnough(TopicPartition partition);
    }

    /** The records of each partition, read until there are enough, or to its end. */
    private Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> until(Enough enough) {
      Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> found = new HashMap<>();
      List<TopicPartition> open = new ArrayList<>(ends.keySet());
      consumer.resume(open);
      while (!open.isEmpty() && isWhole) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(ROUND)) {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          if (record.offset() < end(partition)) {
            found.computeIfAbsent(partition, key -> new ArrayList<>()).add(record);
          }
        }
        open.removeIf(
            partition ->
                (found.containsKey(partition) && enough.isEnough(partition))
                    || consumer.position(partition) >= end(partition));
        consumer.pause(
            consumer.assignment().stream().filter(each -> !open.contains(each)).toList());
        isWhole = System.nanoTime() - deadline < 0;
      }
      return found;
    }

    /** The number of records of a partition, estimated from those at its end. */
    private long frames(TopicPartition partition, int records) {
      long looked = end(partition) - lastBegin(partition);
      return looked <= 0
          ? 0
          : Math.round((double) records * (end(partition) - begin(partition)) / looked);
    }

    private List<FrameDetections> read(List<ConsumerRecord<String, byte[]>> records) {
      List<FrameDetections> read = new ArrayList<>();
      for (ConsumerRecord<String, byte[]> record : records) {
        Records.detection(record.key(), record.value())
            .orElse(reason -> kafka.defects().add(record, reason))
            .ifPresent(read::add);
      }
      return read;
    }
  }
}
