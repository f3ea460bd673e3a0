package io.vedette.transport;

import io.vedette.event.DetectionEvent;
import io.vedette.runtime.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics' names, and how they are made where they are missing. Immutable. */
public final class Topics {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration EVENT_RETENTION = Duration.ofDays(30);
  private static final Duration COUNT_RETENTION = Duration.ofDays(365);
  private static final Duration REMOVAL_RETENTION = Duration.ofDays(365);
  private static final String ANY_FUTURE = "message.timestamp.after.max.ms";
  private static final long PATIENCE_SECONDS = 30;
  private static final long SEGMENTS_PER_RETENTION = 5;
  private static final long SMALLEST_SEGMENT = 1 << 20;
  private static final long LARGEST_SEGMENT = 256 << 20;

  private final TransportSettings settings;

  public Topics(TransportSettings settings) {
    this.settings = settings;
  }

  /** Camera settings, compacted. */
  public String cameras() {
    return named("cameras");
  }

  /** Who reads which camera, and how it does; compacted, one partition. */
  public String owners() {
    return named("owners");
  }

  /** The newest session of each camera, as far as its frames are done; compacted, by run. */
  public String sessions(String run) {
    return named("sessions", run);
  }

  /** Plain JPEGs. */
  public String frames() {
    return named("frames");
  }

  /** Detection events of live frames. */
  public String detections() {
    return detections(DetectionEvent.LIVE);
  }

  /** Detection events of a run: live, a shadow or a replay. */
  public String detections(String run) {
    return named("detections", run);
  }

  /** Which model is the live one; compacted. */
  public String promotions() {
    return named("promotions");
  }

  /** Frames that show something, until they are sent to a central Kafka. */
  public String spool() {
    return named("spool");
  }

  /** Tracks, zones, camera states, coverage. */
  public String events() {
    return events(DetectionEvent.LIVE);
  }

  /** Tracks and zones of a run. */
  public String events(String run) {
    return named("events", run);
  }

  /** Counts in windows, compacted. */
  public String counts() {
    return counts(DetectionEvent.LIVE);
  }

  /** Counts in windows of a run, compacted. */
  public String counts(String run) {
    return named("counts", run);
  }

  /** The pictures that show tracks best, compacted. */
  public String snapshots() {
    return named("snapshots");
  }

  /** What people are to be told. */
  public String alerts() {
    return alerts(DetectionEvent.LIVE);
  }

  /** What people would be told of a run. */
  public String alerts(String run) {
    return named("alerts", run);
  }

  /** What sinks refused, or could not be given in time. */
  public String undelivered() {
    return named("undelivered");
  }

  /** Frames that could not be processed. */
  public String rejected() {
    return named("rejected");
  }

  /**
   * Makes the topics that are missing; those that exist are left as they are.
   *
   * @throws Failure of action STOP when the broker cannot be reached or refuses
   */
  public void ensure(KafkaAccess kafka) {
    try (Admin admin = Admin.create(kafka.admin())) {
      var unused = ensure(kafka, admin);
    }
  }

  /**
   * Makes the topics of a shadow or a replay.
   *
   * @throws Failure of action STOP when the broker cannot be reached or refuses
   */
  public void ensureRun(KafkaAccess kafka, String run) {
    try (Admin admin = Admin.create(kafka.admin())) {
      var unused =
          ensure(
              kafka, admin, List.of(kept(detections(run), DAY, -1), compacted(sessions(run), 1)));
    }
  }

  /**
   * Makes the topics of what is told of a shadow or a replay.
   *
   * @throws Failure of action STOP when the broker cannot be reached or refuses
   */
  public void ensureTold(KafkaAccess kafka, String run) {
    try (Admin admin = Admin.create(kafka.admin())) {
      var unused = ensure(kafka, admin, told(run));
    }
  }

  /**
   * Makes a topic of the user's own that alerts go to, unless it exists.
   *
   * @throws Failure of action STOP when the broker cannot be reached or refuses
   */
  public void ensureAlerts(KafkaAccess kafka, String topic) {
    try (Admin admin = Admin.create(kafka.admin())) {
      var unused = ensure(kafka, admin, List.of(kept(topic, EVENT_RETENTION, -1)));
    }
  }

  /**
   * Makes the topic in which frames wait for a central Kafka: of one partition, so that few cameras
   * have all of the room.
   *
   * @param bytes most that is kept
   * @throws Failure of action STOP when the broker cannot be reached or refuses
   */
  public void ensureSpool(KafkaAccess kafka, Duration retention, long bytes) {
    try (Admin admin = Admin.create(kafka.admin())) {
      var unused = ensure(kafka, admin, List.of(kept(topic(spool(), 1), retention, bytes)));
    }
  }

  /** The same by a client that is open already; gives back the names of those that were made. */
  List<String> ensure(KafkaAccess kafka, Admin admin) {
    return ensure(kafka, admin, all());
  }

  private static List<String> ensure(KafkaAccess kafka, Admin admin, List<NewTopic> topics) {
    List<String> made = new ArrayList<>();
    try {
      Set<String> present = admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      List<NewTopic> missing = new ArrayList<>(topics);
      missing.removeIf(topic -> present.contains(topic.name()));
      missing.replaceAll(Topics::takingAnyClock);
      admin.createTopics(missing).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      missing.forEach(topic -> made.add(topic.name()));
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw unreachable(kafka, e);
      }
    } catch (TimeoutException e) {
      throw unreachable(kafka, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(kafka, e);
    }
    return made;
  }

  private List<NewTopic> all() {
    List<NewTopic> all = new ArrayList<>(told(DetectionEvent.LIVE));
    all.addAll(
        List.of(
            // Older versions stay as long as events, for replays by the settings of the time.
            with(
                compacted(cameras(), settings.cameraPartitions())
                    .configs(compactedAfter(EVENT_RETENTION)),
                "delete.retention.ms",
                Long.toString(REMOVAL_RETENTION.toMillis())),
            compacted(owners(), 1),
            compacted(sessions(DetectionEvent.LIVE), 1),
            compacted(promotions(), 1),
            keptFrames(),
            kept(detections(), DAY, -1),
            kept(undelivered(), EVENT_RETENTION, -1),
            topic(snapshots()).configs(pictures()),
            kept(rejected(), DAY, settings.framesPerPartition().bytes())));
    return all;
  }

  private List<NewTopic> told(String run) {
    return List.of(
        kept(events(run), EVENT_RETENTION, -1),
        kept(alerts(run), EVENT_RETENTION, -1),
        topic(counts(run)).configs(tallies()));
  }

  /** They are kept from when they come to Kafka, whatever their node's clock says. */
  private NewTopic keptFrames() {
    NewTopic frames =
        kept(frames(), settings.frameRetention(), settings.framesPerPartition().bytes());
    return with(frames, "message.timestamp.type", "LogAppendTime");
  }

  /** The same without Kafka's refusal of the future: a clock that is wrong must not stop a node. */
  public static NewTopic takingAnyClock(NewTopic topic) {
    return with(topic, ANY_FUTURE, Long.toString(Long.MAX_VALUE));
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

  /** Only whole segments are deleted. */
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
   * What is written goes into compaction within the hour, so that dashboards have little to read.
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

  private String named(String topic, String run) {
    return named(run.equals(DetectionEvent.LIVE) ? topic : topic + "." + run);
  }

  private String named(String topic) {
    return settings.prefix() + "." + topic;
  }

  private static Failure unreachable(KafkaAccess kafka, Exception e) {
    String reason =
        e instanceof TimeoutException
            ? "no answer within %d s".formatted(PATIENCE_SECONDS)
            : String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage());
    return Failure.stop(
        "Kafka at %s cannot be used (%s); check kafka.bootstrap.servers and that it runs"
            .formatted(kafka.bootstrapServers(), reason),
        e);
  }
}
