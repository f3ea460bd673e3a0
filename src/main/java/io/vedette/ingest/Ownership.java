package io.vedette.ingest;

import io.vedette.camera.setting.CameraSettings;
import io.vedette.config.InvalidSettings;
import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.CameraStateEvent.Problem;
import io.vedette.ingest.tenure.HeldCamera;
import io.vedette.ingest.tenure.TenureCommands;
import io.vedette.ingest.tenure.TenureInputs;
import io.vedette.ingest.tenure.Tenures;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.text.Changes;
import io.vedette.text.Count;
import io.vedette.text.Printable;
import io.vedette.text.Secrets;
import io.vedette.transport.table.CameraRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reading of this node's present share of the cameras: it takes cameras over, follows their
 * settings, and hands them over; when it is closed, it hands all of them to other nodes, if there
 * are any. Thread-safe; all of its Kafka is on the thread {@code camera-share}.
 */
public final class Ownership extends WorkerService {
  /** The settings by which a camera's record is read, references resolved. */
  @FunctionalInterface
  public interface Resolver {
    /**
     * The settings for reading a camera.
     *
     * @throws InvalidSettings when the record is no camera's, or a reference is undefined on this
     *     node
     * @throws Failure when the source cannot be provided
     */
    CameraSettings resolve(CameraRecord camera);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration ROUND = Duration.ofMillis(100);
  private static final int LONGEST_REASON = 1000;

  private final OwnershipParts parts;
  private final Cameras cameras;
  private final CameraReports reports;
  private final Resolver resolver;

  /**
   * @param cameras the readers of cameras; the caller closes them
   */
  public Ownership(
      OwnershipParts parts, Cameras cameras, CameraReports reports, Resolver resolver) {
    super("camera-share", CLOSE_TIMEOUT, parts.supervisor());
    this.parts = parts;
    this.cameras = cameras;
    this.reports = reports;
    this.resolver = resolver;
  }

  @Override
  protected Worker.Duty duty() {
    return new Sharing();
  }

  private final class Sharing implements Worker.Duty {
    private final Tenures tenures = new Tenures(parts.handOver());
    private final Openings openings = new Openings();
    private final Changes changes = new Changes("cameras of this node");
    private OwnershipParts.@Nullable Opened open;

    @Override
    public void run() {
      OwnershipParts.Opened opened = opened();
      opened.share().poll(ROUND);
      opened.cameras().follow(Duration.ZERO);
      opened.owners().follow(Duration.ZERO);
      TenureCommands commands = tenures.step(inputs(opened), System.nanoTime());
      follow(commands);
      openings.pardoned().forEach(reports::pardon);
      take(opened, commands.reads());
      reports.noteShown();
      changes.log(tenures.held().keySet());
    }

    private TenureInputs inputs(OwnershipParts.Opened opened) {
      Map<String, CameraRecord> known = opened.cameras().cameras();
      Set<Integer> owned = opened.share().owned();
      openings.forget(owned, known);
      return new TenureInputs(
          owned,
          opened.share().lost(),
          known,
          opened.owners().owners(),
          opened.owners().sessions(),
          openings.waiting().keySet(),
          reports.due());
    }

    private OwnershipParts.Opened opened() {
      OwnershipParts.Opened present = open;
      if (present == null) {
        present = parts.open(openings::note, this::giveUp);
        open = present;
      }
      return present;
    }

    /** Carries out the commands of a step. */
    private void follow(TenureCommands commands) {
      Set<String> over = new HashSet<>(commands.lost());
      over.addAll(commands.removed());
      commands.ended().forEach(end -> over.add(end.camera()));
      for (String id : commands.lost()) {
        LOG.warn("camera {} was taken away: this node was silent for too long", id);
        reports.lost(id);
      }
      commands.removed().forEach(reports::removed);
      cameras.remove(over);
      for (TenureCommands.End end : commands.ended()) {
        if (end.isElsewhere()) {
          reports.silence(end.camera());
        } else {
          reports.released(end.camera());
        }
      }
      commands.staying().forEach(reports::stay);
      commands.repeated().forEach(reports::repeat);
    }

    /** Begins to read cameras that are new, changed, or could not be read before. */
    private void take(OwnershipParts.Opened opened, List<TenureCommands.Read> reads) {
      Map<String, HeldCamera> taken = openings.waiting();
      reads.forEach(read -> resolve(read.record(), read.present(), taken));
      if (!taken.isEmpty()) {
        begin(opened, taken);
      }
    }

    /** Notes a camera to be started, unless its reading does not change. */
    private void resolve(
        CameraRecord record, @Nullable HeldCamera present, Map<String, HeldCamera> taken) {
      try {
        CameraSettings settings = resolver.resolve(record);
        boolean isOpen = present != null && !reports.isHeldBack(record.id());
        if (present != null && isOpen && settings.equals(present.settings())) {
          tenures.unchanged(record);
          reports.settings(record.id(), record.offset());
        } else {
          taken.put(record.id(), HeldCamera.wanted(record, settings));
        }
      } catch (RuntimeException e) { // whatever is in the record, it is this camera's alone
        LOG.warn(
            "camera {} cannot be read: {}",
            record.id(),
            Printable.line(Secrets.mask(String.valueOf(e.getMessage())), LONGEST_REASON));
        taken.put(record.id(), HeldCamera.wanted(record, null));
      }
    }

    private void begin(OwnershipParts.Opened opened, Map<String, HeldCamera> taken) {
      Openings.Plan plan =
          openings.plan(taken, tenures.held(), reports.states(), parts.clock().instant());
      if (plan.claims().isEmpty()) {
        return;
      }
      Map<String, CameraStateEvent> owners = Map.copyOf(opened.owners().owners());
      Map<String, Attempt> claims = plan.claims();
      Map<String, Long> sessions = opened.log().claim(claims, parts.node());
      claims.forEach(
          (id, attempt) -> {
            HeldCamera camera = taken.get(id);
            if (camera != null) {
              long session = sessions.getOrDefault(id, 0L);
              @Nullable CameraStateEvent before = owners.get(id);
              @Nullable String former = before == null ? null : before.node();
              reports.begin(id, session, former, camera.fps(), attempt);
              tenures.claimed(camera, session, System.nanoTime());
              begin(camera, session, plan.heldBack().containsKey(id) ? attempt : null);
            }
          });
    }

    private void begin(HeldCamera camera, long session, @Nullable Attempt heldBack) {
      String id = camera.record().id();
      if (heldBack == null) {
        start(id, session, camera);
      } else {
        holdBack(id, heldBack);
      }
    }

    private void holdBack(String id, Attempt attempt) {
      cameras.remove(Set.of(id));
      reports.heldBack(id, attempt);
      LOG.warn(
          "camera {} is held back until {}: {} ended while opening it",
          id,
          attempt.retryAt(),
          Count.of(attempt.deaths(), "node"));
    }

    private void start(String id, long session, HeldCamera camera) {
      CameraSettings settings = camera.settings();
      if (settings == null) {
        cameras.remove(Set.of(id));
        reports.failed(
            id,
            new Problem(
                "settings", "its settings cannot be used on this node; see the node's log"));
        return;
      }
      parts.places().put(id, camera.record().partition(), settings.priority());
      cameras.put(id, session, settings);
      if (!settings.enabled()) {
        reports.off(id);
      }
    }

    /**
     * Publishes that this node is alive before another one can have the cameras. A camera without
     * pictures so far ends first, so that no two nodes open it at once.
     */
    private void giveUp(Set<Integer> partitions) {
      List<CameraStateEvent> states = new ArrayList<>();
      Set<String> unseen = new HashSet<>();
      for (HeldCamera camera : tenures.in(partitions)) {
        @Nullable CameraStateEvent state = reports.part(camera.id());
        if (state != null) {
          states.add(state);
          unseen.addAll(isUnseen(state) ? Set.of(camera.id()) : Set.of());
        }
      }
      cameras.remove(unseen);
      try {
        opened().log().write(states);
      } catch (Failure e) {
        LOG.warn("cameras are given up without notice: {}", e.getMessage());
      }
      tenures.remove(unseen);
      unseen.forEach(reports::released);
    }

    private static boolean isUnseen(CameraStateEvent state) {
      return switch (state.state()) {
        case CLAIMED, CONNECTING, MOVED, STALLED, FAILED -> true;
        case LIVE, ENDED, RELEASED, REMOVED, QUARANTINED -> false;
      };
    }

    @Override
    public void onClose() {
      OwnershipParts.Opened opened = open;
      if (opened == null) {
        return;
      }
      try (opened) {
        boolean isHandedOver = !tenures.isEmpty() && opened.share().hasOthers();
        opened.share().close();
        tenures.partAll(isHandedOver ? parts.handOver() : Duration.ZERO, System.nanoTime());
        while (!tenures.isEmpty()) {
          opened.owners().follow(ROUND);
          follow(tenures.step(farewell(opened), System.nanoTime()));
        }
      } catch (Failure e) {
        LOG.warn("cameras are not handed over: {}", e.getMessage());
        cameras.remove(tenures.held().keySet());
      }
    }

    /** The inputs once this node has left the group: it owns no partition. */
    private TenureInputs farewell(OwnershipParts.Opened opened) {
      return new TenureInputs(
          Set.of(),
          Set.of(),
          opened.cameras().cameras(),
          opened.owners().owners(),
          opened.owners().sessions(),
          Set.of(),
          Set.of());
    }
  }
}
