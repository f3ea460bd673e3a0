package io.vedette.transport.topic;

import io.vedette.transport.client.TransportSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The configuration of the program's topics: partitions, replicas, retention and sizes. Immutable.
 */
final class TopicSpecs {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration EVENT_RETENTION = Duration.ofDays(30);
  private static final Duration COUNT_RETENTION = Duration.ofDays(365);
  private static final Duration AUDIT_RETENTION = Duration.ofDays(365);
  private static final Duration REVIEW_RETENTION = Duration.ofDays(365);
  private static final Duration REMOVAL_RETENTION = Duration.ofDays(365);
  private static final String ANY_FUTURE = "message.timestamp.after.max.ms";
  private static final long SEGMENTS_PER_RETENTION = 5;
  private static final long SMALLEST_SEGMENT = 1 << 20;
  private static final long LARGEST_SEGMENT = 256 << 20;

  private final TransportSettings settings;

  TopicSpecs(TransportSettings settings) {
    this.settings = settings;
  }

  /** A topic of this program by its name; empty for topics that are created elsewhere. */
  Optional<NewTopic> of(String name) {
    String prefix = settings.prefix() + ".";
    return name.startsWith(prefix)
        ? ofKind(name, name.substring(prefix.length()).replaceFirst("[.].*", ""))
        : Optional.empty();
  }

  private Optional<NewTopic> ofKind(String name, String kind) {
    return Optional.ofNullable(
        switch (kind) {
          case Topics.CAMERAS -> cameras(name);
          case Topics.OWNERS, Topics.SESSIONS, Topics.PROMOTIONS, Topics.CLIPS ->
              compacted(name, 1);
          case Topics.FRAMES -> frames(name);
          case Topics.DETECTIONS -> kept(name, DAY, -1);
          case Topics.EVENTS, Topics.ALERTS, Topics.UNDELIVERED -> kept(name, EVENT_RETENTION, -1);
          case Topics.AUDIT -> kept(topic(name, 1), AUDIT_RETENTION, -1);
          case Topics.REVIEWS -> reviews(name);
          case Topics.COUNTS -> topic(name).configs(tallies());
          case Topics.SNAPSHOTS -> topic(name).configs(pictures());
          case Topics.REJECTED -> kept(name, DAY, settings.framesPerPartition().bytes());
          default -> null;
        });
  }

  /** The user's own topic for alerts. */
  NewTopic alerts(String name) {
    return kept(name, EVENT_RETENTION, -1);
  }

  /**
   * The topic of waiting frames: of one partition, so that few cameras may use all of the space.
   */
  NewTopic spool(String name, Duration retention, long bytes) {
    return kept(topic(name, 1), retention, bytes);
  }

  /** A topic that also accepts times in the future: a wrong clock must not stop a node. */
  static NewTopic takingAnyClock(NewTopic topic) {
    return with(topic, ANY_FUTURE, Long.toString(Long.MAX_VALUE));
  }

  /**
   * The topic of cameras; older versions stay as long as events, for replays with the settings of
   * the time.
   */
  private NewTopic cameras(String name) {
    NewTopic cameras =
        compacted(name, settings.cameraPartitions()).configs(compactedAfter(EVENT_RETENTION));
    return with(cameras, "delete.retention.ms", Long.toString(REMOVAL_RETENTION.toMillis()));
  }

  /**
   * The topic of reviews; tombstones stay as long as records, for consoles that were away for long.
   */
  private NewTopic reviews(String name) {
    NewTopic reviews = topic(name).configs(compactedAndKept(REVIEW_RETENTION));
    return with(reviews, "delete.retention.ms", Long.toString(REVIEW_RETENTION.toMillis()));
  }

  /**
   * The topic of frames, which are kept for a time from their arrival in Kafka, whatever their
   * node's clock says.
   */
  private NewTopic frames(String name) {
    NewTopic frames = kept(name, settings.frameRetention(), settings.framesPerPartition().bytes());
    return with(frames, "message.timestamp.type", "LogAppendTime");
  }

  private static NewTopic with(NewTopic topic, String key, String value) {
    Map<String, String> configs = new HashMap<>();
    if (topic.configs() != null) {
      configs.putAll(topic.configs());
    }
    configs.put(key, value);
    return topic.configs(configs);
  }

  private NewTopic kept(String name, Duration retention, long bytes) {
    return kept(topic(name), retention, bytes);
  }

  private NewTopic kept(NewTopic topic, Duration retention, long bytes) {
    long segment = Math.max(10_000, retention.toMillis() / SEGMENTS_PER_RETENTION);
    return topic.configs(
        Map.of(
            "retention.ms", Long.toString(retention.toMillis()),
            "retention.bytes", Long.toString(bytes),
            "segment.ms", Long.toString(segment),
            "segment.bytes", Long.toString(segmentBytes(bytes)),
            "max.message.bytes", Long.toString(settings.maxRecord().bytes())));
  }

  /** The size of a segment, since only whole segments are deleted. */
  private static long segmentBytes(long bytes) {
    long part = bytes < 0 ? LARGEST_SEGMENT : bytes / SEGMENTS_PER_RETENTION;
    return Math.max(SMALLEST_SEGMENT, Math.min(LARGEST_SEGMENT, part));
  }

  private NewTopic compacted(String name, int partitions) {
    return topic(name, partitions).configs(compactedAfter(Duration.ZERO));
  }

  private static Map<String, String> compactedAfter(Duration lag) {
    return Map.of(
        "cleanup.policy", "compact", "min.compaction.lag.ms", Long.toString(lag.toMillis()));
  }

  private static Map<String, String> compactedAndKept(Duration retention) {
    return Map.of(
        "cleanup.policy", "compact,delete", "retention.ms", Long.toString(retention.toMillis()));
  }

  /**
   * The configuration of counts, which are compacted within the hour, so that dashboards have
   * little to read.
   */
  private static Map<String, String> tallies() {
    Map<String, String> configs = new HashMap<>(compactedAndKept(COUNT_RETENTION));
    configs.put("segment.bytes", Integer.toString(16 << 20));
    configs.put("segment.ms", Long.toString(Duration.ofHours(1).toMillis()));
    return configs;
  }

  private Map<String, String> pictures() {
    Map<String, String> configs = new HashMap<>(compactedAndKept(EVENT_RETENTION));
    configs.put("max.message.bytes", Long.toString(settings.maxRecord().bytes()));
    configs.put("segment.bytes", Integer.toString(64 << 20));
    return configs;
  }

  private NewTopic topic(String name) {
    return topic(name, settings.partitions());
  }

  private NewTopic topic(String name, int partitions) {
    return new NewTopic(name, partitions, (short) settings.replicas());
  }
}
