package io.vedette.ingest.placement;

import io.vedette.runtime.Backoff;
import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.exchange.BatchWriter;
import io.vedette.transport.group.GroupView;
import io.vedette.transport.record.CloudEvents;
import io.vedette.transport.table.CameraRecord;
import io.vedette.transport.table.CameraRecord.Origin;
import io.vedette.transport.table.CameraTable;
import io.vedette.transport.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry of cameras: it adds, changes and removes them. Thread-safe.
 *
 * <p>An update reads the table and writes to it in one transaction under one transactional id, so
 * that of two at once one has to begin again: no camera ever lies in two partitions.
 */
public final class CameraRegistry {
  /**
   * A change to write.
   *
   * @param json the settings, or null to remove the camera
   */
  public record Change(String id, @Nullable String json, Origin origin) {}

  private static final Logger LOG = LoggerFactory.getLogger(CameraRegistry.class);
  private static final String TYPE = "io.vedette.camera.v1";
  private static final int ATTEMPTS = 10;
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private final KafkaAccess kafka;
  private final String topic;
  private final String frames;
  private final GroupView shares;
  private final InstantSource clock;

  /**
   * @param topics the topics, which must exist
   * @param group the nodes' group, by which new cameras go to nodes with the fewest
   */
  public CameraRegistry(KafkaAccess kafka, Topics topics, String group, InstantSource clock) {
    this.kafka = kafka;
    this.topic = topics.cameras();
    this.frames = topics.frames();
    this.shares = new GroupView(kafka, topic, group);
    this.clock = clock;
  }

  /**
   * Changes the table.
   *
   * @param plan computes the changes from the last record of each camera, removed ones included;
   *     called again when another update came between
   * @return the changes that were written
   * @throws Failure of action RETRY when Kafka cannot be used, or whatever the plan throws
   */
  public List<Change> update(Function<Map<String, CameraRecord>, List<Change>> plan) {
    Backoff backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, ThreadLocalRandom.current());
    while (true) {
      try {
        return attempt(plan);
      } catch (Failure e) {
        if (e.action() != Failure.Action.RETRY || backoff.attempts() >= ATTEMPTS) {
          throw e;
        }
        LOG.debug("cameras could not be written; trying again", e);
        pause(backoff.next());
      }
    }
  }

  /** The names of the nodes that share the cameras; empty when Kafka does not answer in time. */
  public Optional<Set<String>> nodes() {
    return shares.names();
  }

  private List<Change> attempt(Function<Map<String, CameraRecord>, List<Change>> plan) {
    try (BatchWriter<String> writer = BatchWriter.of(properties());
        CameraTable table = new CameraTable(kafka, topic)) {
      writer.open();
      table.catchUp();
      List<Change> changes = plan.apply(Map.copyOf(table.known()));
      if (!changes.isEmpty()) {
        writer.write(records(table, writer.partitions(frames), changes));
      }
      return changes;
    } catch (KafkaException e) {
      throw KafkaFailures.of(
          kafka, "cameras cannot be written to Kafka at " + kafka.bootstrapServers(), e);
    }
  }

  /**
   * The records of changes; a camera that is added again goes to the partition where it was
   * removed, so that its history has one order.
   */
  private List<ProducerRecord<String, byte[]>> records(
      CameraTable table, int framePartitions, List<Change> changes) {
    int[] cameras = new int[table.partitions()];
    table.cameras().values().forEach(camera -> cameras[camera.partition()]++);
    Placement placement = new Placement(cameras, framePartitions, shares.nodes());
    Map<String, CameraRecord> known = table.known();
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (Change change : changes) {
      CameraRecord last = known.get(change.id());
      boolean isThere = last != null && !last.isRemoved();
      if (isThere || change.json() != null) {
        int partition = last == null ? placement.next() : last.partition();
        records.add(record(change, partition));
      }
    }
    return records;
  }

  private ProducerRecord<String, byte[]> record(Change change, int partition) {
    String json = change.json();
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            topic,
            partition,
            change.id(),
            json == null ? null : json.getBytes(StandardCharsets.UTF_8));
    CloudEvents.put(
        record.headers(),
        new CloudEvents.Attributes(
            UUID.randomUUID().toString(), TYPE, change.id(), clock.instant(), "application/json"));
    CloudEvents.put(record.headers(), CameraRecord.ORIGIN_HEADER, change.origin().wireName());
    return record;
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = kafka.transactionalProducer("vedette-cameras", topic);
    properties.put("max.block.ms", "10000");
    return properties;
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.retry("interrupted while cameras were written", e);
    }
  }
}
