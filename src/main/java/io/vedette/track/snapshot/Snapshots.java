package io.vedette.track.snapshot;

import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventType;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.record.Records;
import io.vedette.transport.relay.InputRecord;
import io.vedette.transport.relay.OutputRecord;
import io.vedette.transport.relay.Relay;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The maker of snapshots: it reads events, fetches the frames that they name as the best so far,
 * and writes those that are better than the one before. Thread-safe.
 *
 * <p>Snapshots are committed together with the events that they show. The cache of the running
 * tracks' pictures is lost with the worker: then the next better view that an event names counts,
 * which is larger or surer, but may be less sharp.
 */
public final class Snapshots extends WorkerService {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(500);

  /**
   * The topics of the snapshots, and the group of their makers.
   *
   * @param group whose workers share the events
   */
  public record Route(Topics topics, String group) {
    String events() {
      return topics.events();
    }

    String snapshots() {
      return topics.snapshots();
    }
  }

  private final KafkaAccess kafka;
  private final Route route;
  private final InstantSource clock;

  public Snapshots(KafkaAccess kafka, Route route, InstantSource clock, Supervisor supervisor) {
    super("snapshots", CLOSE_TIMEOUT, supervisor);
    this.kafka = kafka;
    this.route = route;
    this.clock = clock;
  }

  @Override
  protected Worker.Duty duty() {
    return new Making();
  }

  /** The making of snapshots; all that it uses is opened and closed on the worker's thread. */
  private final class Making implements Worker.Duty {
    private final Relay relay =
        new Relay(kafka, List.of(route.events()), route.group(), true, clock);
    private final SnapshotCache cache = new SnapshotCache(kafka, route.topics());

    @Override
    public void run() {
      List<InputRecord> taken = relay.poll(POLL);
      if (!taken.isEmpty()) {
        relay.commit(taken, snapshots(taken));
      }
    }

    @Override
    public Duration onRetry(Failure failure, Duration wait) {
      cache.clear(); // what was not committed is to be made again
      return wait;
    }

    @Override
    public void onClose() {
      cache.close();
      relay.close();
    }

    private List<OutputRecord> snapshots(List<InputRecord> taken) {
      List<SceneEvent> events =
          taken.stream().map(Snapshots.this::parse).flatMap(Optional::stream).toList();
      return cache.better(events).stream()
          .flatMap(judged -> judged.records(route.snapshots()).stream())
          .toList();
    }
  }

  private Optional<SceneEvent> parse(InputRecord record) {
    if (!SceneEventType.knows(record.type())) {
      return Optional.empty();
    }
    return Records.sceneEvent(record.key(), record.value())
        .orElse(
            reason ->
                kafka.defects().add(record.topic(), record.partition(), record.offset(), reason));
  }
}
