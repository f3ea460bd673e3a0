package io.vedette.console.camera;

import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.ingest.placement.CameraRegistry;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.table.CameraRecord;
import io.vedette.transport.table.CameraTable;
import io.vedette.transport.table.OwnerTable;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The present cameras in Kafka's tables, followed by a thread of its own. Thread-safe. */
public final class CameraDirectory extends WorkerService {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration ROUND = Duration.ofMillis(100);
  private static final long NODES_NANOS = Duration.ofSeconds(3).toNanos();

  private final KafkaAccess kafka;
  private final Topics topics;
  private final CameraRegistry registry;
  private final Object changed = new Object();
  private volatile Map<String, Entry> entries = Map.of();
  private volatile boolean isRead;

  /**
   * One camera.
   *
   * @param owner its last state, unless the node that read it is known to have left
   */
  public record Entry(CameraRecord camera, @Nullable CameraStateEvent owner) {
    /** The camera's state in one word: of its owner, or the reason why that failed. */
    public String state() {
      CameraStateEvent last = owner;
      if (last == null) {
        return "unread";
      }
      return last.problem() == null ? last.state().wireName() : last.problem().reason();
    }

    /** The version of its settings. */
    public String version() {
      return camera.partition() + "-" + camera.offset();
    }
  }

  /**
   * @param registry knows the nodes that share the cameras
   */
  public CameraDirectory(
      KafkaAccess kafka, Topics topics, CameraRegistry registry, Supervisor supervisor) {
    super("console-cameras", PATIENCE, supervisor);
    this.kafka = kafka;
    this.topics = topics;
    this.registry = registry;
  }

  @Override
  protected Worker.Duty duty() {
    return new Following();
  }

  /** The cameras by id; empty until the tables were read once. */
  public Map<String, Entry> entries() {
    return entries;
  }

  /** The camera of an id. */
  public Optional<Entry> find(String id) {
    return Optional.ofNullable(entries.get(id));
  }

  /**
   * Waits, for some seconds at most, until a camera meets a condition.
   *
   * @param condition receives null when there is no such camera
   * @return the camera that meets it; null when there is none, or when the time is up
   */
  @Nullable Entry await(String id, Predicate<@Nullable Entry> condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      synchronized (changed) {
        while (!condition.test(entries.get(id)) && System.nanoTime() - end < 0) {
          changed.wait(ROUND.toMillis());
        }
        Entry entry = entries.get(id);
        return condition.test(entry) ? entry : null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.retry("interrupted while a camera was waited for", e);
    }
  }

  private void take(Map<String, Entry> read) {
    synchronized (changed) {
      entries = Map.copyOf(read);
      isRead = true;
      changed.notifyAll();
    }
  }

  /** Whether the tables were read to their end since the start. */
  public boolean isRead() {
    return isRead;
  }

  /** The following of the tables. Confined to the worker's thread. */
  private final class Following implements Worker.Duty {
    private final CameraTable cameras;
    private final OwnerTable owners;
    private Optional<Set<String>> nodes = Optional.empty();
    private long askedAt;
    private boolean isCaughtUp;

    private Following() {
      this.cameras = new CameraTable(kafka, topics.cameras());
      try {
        this.owners = new OwnerTable(kafka, topics.owners());
      } catch (RuntimeException e) {
        cameras.close();
        throw e;
      }
    }

    @Override
    public void run() {
      if (!isCaughtUp) {
        cameras.catchUp();
        owners.catchUp();
        isCaughtUp = true;
      }
      if (askedAt == 0 || System.nanoTime() - askedAt > NODES_NANOS) {
        nodes = registry.nodes().or(() -> nodes); // Kafka may answer too late
        askedAt = System.nanoTime();
      }
      Map<String, Entry> read = new TreeMap<>();
      cameras.cameras().forEach((id, camera) -> read.put(id, new Entry(camera, owner(id))));
      take(read);
      cameras.follow(ROUND);
      owners.follow(ROUND);
    }

    private @Nullable CameraStateEvent owner(String camera) {
      CameraStateEvent last = owners.owners().get(camera);
      if (last == null || last.state() == CameraState.RELEASED) {
        return null;
      }
      return nodes.map(names -> names.contains(last.node())).orElse(true) ? last : null;
    }

    @Override
    public void onClose() {
      cameras.close();
      owners.close();
    }
  }
}
