package io.vedette.ingest;

import io.vedette.camera.CameraSettings;
import io.vedette.config.InvalidSettings;
import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.CameraStateEvent.Problem;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Printable;
import io.vedette.runtime.Secrets;
import io.vedette.runtime.Service;
import io.vedette.runtime.Worker;
import io.vedette.transport.table.CameraRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads this node's share of the cameras, whichever that is at present: takes cameras over, follows
 * their settings, and hands them over. Thread-safe; all of its Kafka is on the thread {@code
 * camera-share}.
 */
public final class Ownership implements Service {
  /** From a camera's record to how it is read, references resolved. */
  @FunctionalInterface
  public interface Resolver {
    /**
     * How a camera is read.
     *
     * @throws InvalidSettings when the record is no camera's, or a reference stands for nothing
     *     here
     * @throws Failure when the source cannot be provided
     */
    CameraSettings resolve(CameraRecord camera);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration ROUND = Duration.ofMillis(100);
  private static final Duration USURPED_WAIT = Duration.ofSeconds(5);
  private static final int LONGEST_REASON = 1000;
  private static final Duration UNRESOLVED_WAIT = Duration.ofSeconds(30);

  private final OwnershipParts parts;
  private final Cameras cameras;
  private final CameraReports reports;
  private final Resolver resolver;
  private final Worker worker;

  /**
   * @param cameras what reads them; stays the caller's
   */
  public Ownership(
      OwnershipParts parts, Cameras cameras, CameraReports reports, Resolver resolver) {
    this.parts = parts;
    this.cameras = cameras;
    this.reports = reports;
    this.resolver = resolver;
    this.worker = new Worker("camera-share", PATIENCE, Sharing::new, parts.supervisor());
  }

  @Override
  public void start() {
    worker.start();
  }

  /** Hands the cameras over to other nodes, if there are any, and ends. */
  @Override
  public void close() {
    worker.close();
  }

  private final class Sharing implements Worker.Duty {
    private final Map<String, HeldCamera> held = new HashMap<>();
    private final Map<String, Long> parting = new HashMap<>();
    private final Map<String, Long> usurped = new HashMap<>();
    private final Openings openings = new Openings();
    private OwnershipParts.@Nullable Opened open;

    @Override
    public void run() {
      OwnershipParts.Opened opened = opened();
      opened.share().poll(ROUND);
      opened.cameras().follow(Duration.ZERO);
      opened.owners().follow(Duration.ZERO);
      release(opened);
      openings.pardoned().forEach(reports::pardon);
      take(opened);
      part(opened);
      reports.noteShown();
    }

    private OwnershipParts.Opened opened() {
      OwnershipParts.Opened present = open;
      if (present == null) {
        present = parts.open(openings::note, this::giveUp);
        open = present;
      }
      return present;
    }

    /** Gives up what is no longer this node's, or no longer there. */
    private void release(OwnershipParts.Opened opened) {
      Set<Integer> owned = opened.share().owned();
      Set<Integer> lost = opened.share().lost();
      List<String> gone = new ArrayList<>();
      for (HeldCamera camera : List.copyOf(held.values())) {
        String id = camera.record().id();
        if (lost.contains(camera.record().partition())) {
          LOG.warn("camera {} was taken away: this node was silent for too long", id);
          reports.lost(id);
          gone.add(id);
        } else if (!opened.cameras().cameras().containsKey(id)) {
          reports.removed(id);
          gone.add(id);
        } else if (!owned.contains(camera.record().partition())) {
          parting.putIfAbsent(id, System.nanoTime() + parts.handOver().toNanos());
        }
      }
      gone.forEach(held::remove);
      cameras.remove(gone);
      parting.keySet().retainAll(held.keySet());
    }

    /** Reads what is new, changed or could not be read before. */
    private void take(OwnershipParts.Opened opened) {
      Set<Integer> owned = opened.share().owned();
      Map<String, HeldCamera> taken = openings.waiting(owned, opened.cameras().cameras());
      for (CameraRecord record : opened.cameras().cameras().values()) {
        @Nullable HeldCamera present = held.get(record.id());
        if (owned.contains(record.partition()) && isNews(record, present)) {
          resolve(record, stillOurs(present, opened), taken);
        }
      }
      if (!taken.isEmpty()) {
        begin(opened, taken);
      }
    }

    /** A camera that another node claimed since has to be claimed again. */
    private @Nullable HeldCamera stillOurs(
        @Nullable HeldCamera present, OwnershipParts.Opened opened) {
      return present == null || isElsewhere(present, opened.owners().owners()) ? null : present;
    }

    private boolean isElsewhere(HeldCamera camera, Map<String, CameraStateEvent> owners) {
      @Nullable CameraStateEvent owner = owners.get(camera.record().id());
      return owner != null && owner.session() > camera.session();
    }

    private boolean isNews(CameraRecord record, @Nullable HeldCamera present) {
      if (openings.isWaiting(record.id())) {
        return false;
      } else if (present == null) {
        return true;
      } else if (parting.remove(record.id()) != null) {
        reports.stay(record.id());
        return true;
      }
      boolean isOld = System.nanoTime() - present.sinceNanos() > UNRESOLVED_WAIT.toNanos();
      return present.record().offset() != record.offset()
          || (present.settings() == null && isOld)
          || reports.isDue(record.id())
          || isUsurped(record.id());
    }

    private boolean isUsurped(String id) {
      @Nullable Long since = usurped.get(id);
      return since != null && System.nanoTime() - since > USURPED_WAIT.toNanos();
    }

    /** Notes a camera to be started; one whose reading does not change goes on as it is. */
    private void resolve(
        CameraRecord record, @Nullable HeldCamera present, Map<String, HeldCamera> taken) {
      try {
        CameraSettings settings = resolver.resolve(record);
        boolean isOpen = present != null && !reports.isHeldBack(record.id());
        if (present != null && isOpen && settings.equals(present.settings())) {
          held.put(record.id(), present.with(record));
          reports.settings(record.id(), record.offset());
        } else {
          taken.put(record.id(), new HeldCamera(record, settings, 0, System.nanoTime()));
        }
      } catch (RuntimeException e) { // whatever is in the record, it is this camera's alone
        LOG.warn(
            "camera {} cannot be read: {}",
            record.id(),
            Printable.line(Secrets.mask(String.valueOf(e.getMessage())), LONGEST_REASON));
        taken.put(record.id(), new HeldCamera(record, null, 0, System.nanoTime()));
      }
    }

    private void begin(OwnershipParts.Opened opened, Map<String, HeldCamera> taken) {
      Openings.Plan plan = openings.plan(taken, held, reports.states(), parts.clock().instant());
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
              held.put(id, camera.claimed(session));
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
          "camera {} is held back until {}: {} nodes ended while opening it",
          id,
          attempt.retryAt(),
          attempt.deaths());
    }

    private void start(String id, long session, HeldCamera camera) {
      CameraSettings settings = camera.settings();
      if (settings == null) {
        cameras.remove(Set.of(id));
        reports.failed(
            id, new Problem("settings", "its settings cannot be used here; see this node's log"));
        return;
      }
      parts.places().put(id, camera.record().partition(), settings.priority());
      cameras.put(id, session, settings);
      if (!settings.enabled()) {
        reports.off(id);
      }
    }

    /**
     * Tells the next node that this one lives, before that can have the cameras. What shows no
     * pictures yet ends first: no camera is opened by two at once.
     */
    private void giveUp(Set<Integer> partitions) {
      List<CameraStateEvent> states = new ArrayList<>();
      Set<String> unseen = new HashSet<>();
      for (HeldCamera camera : held.values()) {
        String id = camera.record().id();
        if (partitions.contains(camera.record().partition())) {
          @Nullable CameraStateEvent state = reports.part(id);
          if (state != null) {
            states.add(state);
            unseen.addAll(isUnseen(state) ? Set.of(id) : Set.of());
          }
        }
      }
      cameras.remove(unseen);
      try {
        opened().log().write(states);
      } catch (Failure e) {
        LOG.warn("cameras are given up without notice: {}", e.getMessage());
      }
      held.keySet().removeAll(unseen);
      unseen.forEach(reports::released);
    }

    private static boolean isUnseen(CameraStateEvent state) {
      return switch (state.state()) {
        case CLAIMED, CONNECTING, MOVED, STALLED, FAILED -> true;
        case LIVE, ENDED, RELEASED, REMOVED, QUARANTINED -> false;
      };
    }

    /** Ends what another node reads by now, or did not take over in time. */
    private void part(OwnershipParts.Opened opened) {
      Set<String> ended = new HashSet<>();
      Map<String, CameraStateEvent> owners = opened.owners().owners();
      for (HeldCamera camera : held.values()) {
        String id = camera.record().id();
        @Nullable CameraStateEvent owner = owners.get(id);
        @Nullable Long deadline = parting.get(id);
        if (deadline == null) {
          watch(camera, owner);
        } else if (isTaken(owner, camera) || System.nanoTime() - deadline > 0) {
          ended.add(id);
        }
      }
      end(ended, owners);
    }

    /**
     * A node that no longer reads a camera may still have spoken of it, or, when it was frozen in
     * the midst of taking it over, have claimed it. The latter is believed for a while: should it
     * be this node that was frozen, the group will tell.
     */
    private void watch(HeldCamera camera, @Nullable CameraStateEvent owner) {
      String id = camera.record().id();
      if (owner != null && owner.session() > camera.session()) {
        usurped.putIfAbsent(id, System.nanoTime());
      } else {
        usurped.remove(id);
        if (owner != null && owner.session() < camera.session()) {
          reports.repeat(id);
        }
      }
    }

    private boolean isTaken(@Nullable CameraStateEvent owner, HeldCamera camera) {
      return owner != null
          && owner.session() > camera.session()
          && switch (owner.state()) {
            case LIVE, FAILED, STALLED, ENDED, QUARANTINED -> true;
            case CLAIMED, CONNECTING, MOVED, RELEASED, REMOVED -> false;
          };
    }

    private void end(Set<String> ids, Map<String, CameraStateEvent> owners) {
      cameras.remove(ids);
      for (String id : ids) {
        @Nullable HeldCamera camera = held.remove(id);
        if (camera != null && isElsewhere(camera, owners)) {
          reports.silence(id);
        } else {
          reports.released(id);
        }
        parting.remove(id);
      }
    }

    @Override
    public void onClose() {
      OwnershipParts.Opened opened = open;
      if (opened == null) {
        return;
      }
      try (opened) {
        boolean isHandedOver = !held.isEmpty() && opened.share().hasOthers();
        opened.share().close();
        long deadline = System.nanoTime() + (isHandedOver ? parts.handOver().toNanos() : 0);
        held.keySet().forEach(id -> parting.put(id, deadline));
        while (!held.isEmpty()) {
          opened.owners().follow(ROUND);
          part(opened);
        }
      } catch (Failure e) {
        LOG.warn("cameras are not handed over: {}", e.getMessage());
        cameras.remove(Set.copyOf(held.keySet()));
      }
    }
  }
}
