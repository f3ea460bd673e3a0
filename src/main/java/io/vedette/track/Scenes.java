package io.vedette.track;

import io.vedette.alert.AlertSettings;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Part;
import io.vedette.runtime.Service;
import io.vedette.runtime.Supervisor;
import io.vedette.text.Changes;
import io.vedette.trace.Traces;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker of the track role: a share of the cameras' scenes, on Kafka Streams. Thread-safe.
 *
 * <p>Consumed detections, published events and the scenes' state commit in one transaction: a
 * worker that is killed at any moment loses, doubles and renames nothing, and another goes on where
 * it was.
 */
public final class Scenes implements Service, Part {
  private static final Logger LOG = LoggerFactory.getLogger(Scenes.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final KafkaAccess kafka;
  private final TrackSettings settings;
  private final AlertSettings alerts;
  private final TrackRoute route;
  private final TrackMeters meters;
  private final Traces traces;
  private final Supervisor supervisor;
  // Of the thread that changes the streams' state, one at a time.
  private final Changes share = new Changes("partitions of this track worker");
  private @Nullable KafkaStreams streams;
  private @Nullable Path folder;
  private volatile @Nullable String trouble;
  private volatile boolean hasFailed;

  public Scenes(
      KafkaAccess kafka,
      TrackSettings settings,
      AlertSettings alerts,
      TrackRoute route,
      TrackMeters meters,
      Traces traces,
      Supervisor supervisor) {
    this.kafka = kafka;
    this.settings = settings;
    this.alerts = alerts;
    this.route = route;
    this.meters = meters;
    this.traces = traces;
    this.supervisor = supervisor;
  }

  @Override
  public void start() {
    SceneProcessor.Parts parts = SceneProcessor.Parts.of(kafka, meters, traces);
    Path made = temporaryFolder();
    folder = made;
    KafkaStreams started =
        new KafkaStreams(SceneTopology.of(settings, alerts, route, parts), properties(made, parts));
    streams = started;
    started.setUncaughtExceptionHandler(this::failed);
    started.setStateListener(this::changed);
    supervisor.began(this);
    started.start();
  }

  @Override
  public String name() {
    return "track";
  }

  /** The reason why the worker follows no camera yet; empty when it does. */
  public Optional<String> missing() {
    KafkaStreams present = streams;
    return present != null && present.state() == KafkaStreams.State.RUNNING
        ? Optional.empty()
        : Optional.of(present == null ? "not started" : "is " + present.state());
  }

  @Override
  public Optional<String> ended() {
    KafkaStreams present = streams;
    return present != null && present.state().hasCompletedShutdown()
        ? Optional.of("it has ended")
        : Optional.empty();
  }

  @Override
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() {
    KafkaStreams present = streams;
    streams = null;
    supervisor.ended(this);
    if (present != null && !present.close(CLOSE_TIMEOUT)) {
      LOG.warn("track did not end within {} of being asked to; left behind", CLOSE_TIMEOUT);
    }
    Path made = folder;
    folder = null;
    if (made != null) {
      delete(made);
    }
  }

  private void changed(KafkaStreams.State now, KafkaStreams.State before) {
    LOG.debug("track: {} after {}", now, before);
    KafkaStreams present = streams;
    if (now == KafkaStreams.State.RUNNING && present != null) {
      trouble = null;
      share.log(partitions(present));
    }
    if (now == KafkaStreams.State.ERROR && streams != null && !hasFailed) {
      var unused = supervisor.failed(this, Failure.stop("track cannot go on: see its log"));
    }
  }

  private static List<String> partitions(KafkaStreams running) {
    return running.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .flatMap(task -> task.topicPartitions().stream())
        .map(TopicPartition::toString)
        .toList();
  }

  private StreamThreadExceptionResponse failed(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (supervisor.failed(this, known(root, failure)) == Supervisor.Verdict.END) {
      hasFailed = true;
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    trouble = "began again after " + root;
    LOG.warn("track begins again after {}", root.toString());
    LOG.debug("stack", failure);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /**
   * The failure that an exception means: one that a person has to mend, or that is unknown, is
   * final; Kafka's own troubles pass.
   */
  private Throwable known(Throwable root, Throwable failure) {
    String what = "track cannot go on with Kafka at " + kafka.bootstrapServers();
    if (root instanceof KafkaException refused) {
      return KafkaFailures.of(kafka, what, refused);
    }
    return root instanceof IOException
        ? Failure.retry("%s (%s)".formatted(what, root.getMessage()), failure)
        : failure;
  }

  private Properties properties(Path made, SceneProcessor.Parts parts) {
    Map<String, Object> ours = new HashMap<>();
    ours.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.group());
    ours.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    ours.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
    ours.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    ours.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
    ours.put(StreamsConfig.STATE_DIR_CONFIG, made.toString());
    ours.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 4L << 20);
    ours.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, kafka.replicas());
    ours.put(StreamsConfig.POLL_MS_CONFIG, 20L);
    // Kafka refuses records of the future; a worker's clock that is wrong must not stop this one.
    ours.put(StreamsConfig.topicPrefix("message.timestamp.after.max.ms"), Long.MAX_VALUE);
    ours.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 10_000);
    ours.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 2_000);
    // What waits since before the first start is taken in, too.
    ours.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    // A killed worker keeps readers of committed records waiting no longer than this.
    ours.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), 10_000);
    ours.put(StreamsConfig.producerPrefix("linger.ms"), 0);
    ours.put(StreamsConfig.producerPrefix("retry.backoff.ms"), KafkaAccess.SOON);
    ours.putAll(forBadRecords(parts));
    Properties properties = new Properties();
    properties.putAll(ours);
    properties.putAll(kafka.streams());
    return properties;
  }

  /** The settings by which no record's content ends a thread. */
  private static Map<String, Object> forBadRecords(SceneProcessor.Parts parts) {
    String largest = Long.toString(parts.largestRecord());
    return Map.of(
        StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
        RecordTimes.class,
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        BadRecords.class,
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
        BadRecords.class,
        "processing.exception.handler.global.enabled",
        true,
        StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
        RecordSizes.Handler.class,
        BadRecords.DEFECTS,
        parts.defects(),
        RecordSizes.SIZES,
        parts.sizes(),
        StreamsConfig.producerPrefix("max.request.size"),
        largest);
  }

  /** A folder that is deleted with the worker: what counts is in Kafka. */
  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("vedette-track");
    } catch (IOException e) {
      throw Failure.stop("no temporary folder can be made (" + e + "); set java.io.tmpdir", e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("temporary folder {} is left behind: {}", folder, e.getMessage());
    }
  }
}
