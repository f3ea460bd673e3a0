package io.vedette.live;

import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.CoverageEvent;
import io.vedette.event.operation.DegradationEvent;
import io.vedette.event.operation.OperationEvent;
import io.vedette.live.CameraLook.State;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.event.EventReader;
import io.vedette.transport.record.Records;
import io.vedette.transport.table.CameraRecord;
import io.vedette.transport.table.CameraTable;
import io.vedette.transport.table.OwnerTable;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The states of all cameras, from the tables of cameras and of their owners, and from events about
 * them. Thread-safe.
 */
public final class CameraOverview extends WorkerService {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ROUND = Duration.ofMillis(250);
  private static final String DROPPED = "dropped.";
  private static final List<String> TYPES = OperationEvent.cloudEventsTypes();

  private final KafkaAccess kafka;
  private final Topics topics;
  private volatile Map<String, CameraRecord> cameras = Map.of();
  private volatile Map<String, CameraStateEvent> owners = Map.of();
  private final Map<String, DegradationEvent> degraded = new ConcurrentHashMap<>();
  private final Map<String, CoverageEvent> coverage = new ConcurrentHashMap<>();

  public CameraOverview(KafkaAccess kafka, Topics topics, Supervisor supervisor) {
    super("live-overview", CLOSE_TIMEOUT, supervisor);
    this.kafka = kafka;
    this.topics = topics;
  }

  @Override
  protected Worker.Duty duty() {
    return new Follow();
  }

  /** The partition of a camera's record in the cameras topic; null when it has none. */
  @Nullable Integer place(String camera) {
    @Nullable CameraRecord record = cameras.get(camera);
    return record == null ? null : record.partition();
  }

  /** The state of a camera. */
  CameraLook look(String camera) {
    @Nullable CameraStateEvent owner = owners.get(camera);
    if (owner == null) {
      return CameraLook.of(camera, cameras.containsKey(camera) ? State.CONNECTING : State.UNKNOWN);
    }
    CameraLook look = ofOwner(owner);
    return look.state() == State.LIVE ? ofWork(look) : look;
  }

  private static CameraLook ofOwner(CameraStateEvent owner) {
    CameraStateEvent.Problem problem = owner.problem();
    return new CameraLook(
        owner.camera(),
        state(owner.state()),
        problem == null ? reason(owner.state()) : problem.reason(),
        problem == null ? "" : problem.message(),
        owner.node(),
        owner.at());
  }

  private static State state(CameraState state) {
    return switch (state) {
      case LIVE -> State.LIVE;
      case CLAIMED, CONNECTING, MOVED, RELEASED -> State.CONNECTING;
      case STALLED, FAILED, ENDED, QUARANTINED -> State.OFFLINE;
      case REMOVED -> State.DISABLED;
    };
  }

  private static String reason(CameraState state) {
    return state(state) == State.OFFLINE ? state.wireName() : "";
  }

  /** The state of a camera with pictures, by whether they are inferred. */
  private CameraLook ofWork(CameraLook live) {
    @Nullable DegradationEvent step = degraded.get(live.camera());
    if (step != null && step.measure().isPaused()) {
      return with(live, State.UNWATCHED, "paused");
    }
    @Nullable CoverageEvent minute = coverage.get(live.camera());
    if (minute == null || minute.counts().getOrDefault("inferred", 0L) > 0) {
      return live;
    }
    return minute.counts().entrySet().stream()
        .filter(count -> count.getKey().startsWith(DROPPED) && count.getValue() > 0)
        .max(Map.Entry.comparingByValue())
        .map(count -> count.getKey().substring(DROPPED.length()))
        .map(why -> with(live, why.equals("still") ? State.STILL : State.UNWATCHED, why))
        .orElse(live);
  }

  private static CameraLook with(CameraLook look, State state, String reason) {
    return new CameraLook(look.camera(), state, reason, "", look.node(), look.since());
  }

  private void note(EventReader.Event event) {
    if (!TYPES.contains(event.type())) {
      return;
    }
    Records.operation(event.camera(), event.json())
        .value()
        .ifPresent(
            fact -> {
              if (fact instanceof DegradationEvent step) {
                degraded.put(step.camera(), step);
              } else if (fact instanceof CoverageEvent minute && minute.role().equals("detect")) {
                coverage.put(minute.camera(), minute);
              }
            });
  }

  /** The following of the topics. Confined to the worker's thread. */
  private final class Follow implements Worker.Duty {
    private @Nullable CameraTable cameraTable;
    private @Nullable OwnerTable ownerTable;
    private @Nullable EventReader events;

    @Override
    public void run() {
      CameraTable cameraRows = cameraTable;
      if (cameraRows == null) {
        cameraRows = new CameraTable(kafka, topics.cameras());
        cameraTable = cameraRows;
        cameras = Map.copyOf(cameraRows.catchUp().cameras());
      }
      OwnerTable ownerRows = ownerTable;
      if (ownerRows == null) {
        ownerRows = new OwnerTable(kafka, topics.owners());
        ownerTable = ownerRows;
        owners = Map.copyOf(ownerRows.catchUp().owners());
      }
      EventReader facts = events;
      if (facts == null) {
        facts = new EventReader(kafka, List.of(topics.events()));
        events = facts;
      }
      ownerRows.follow(ROUND);
      cameraRows.follow(Duration.ZERO);
      facts.poll(Duration.ZERO).forEach(CameraOverview.this::note);
      owners = Map.copyOf(ownerRows.owners());
      cameras = Map.copyOf(cameraRows.cameras());
    }

    @Override
    public Duration onRetry(Failure failure, Duration wait) {
      onClose();
      return wait;
    }

    @Override
    public void onClose() {
      close(cameraTable);
      close(ownerTable);
      close(events);
      cameraTable = null;
      ownerTable = null;
      events = null;
    }

    private static void close(@Nullable AutoCloseable open) {
      try {
        if (open != null) {
          open.close();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e); // none of these throws a checked one
      }
    }
  }
}
