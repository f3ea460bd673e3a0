package io.vedette.ingest.attempt;

import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Nodes that share cameras over one log of records, in steps of {@value #STEP_MILLIS} ms, without
 * Kafka and threads. Claims are in the log before a camera is opened; all other records reach it a
 * step later, and are lost with their process.
 */
final class SimulatedFleet {
  static final int STEP_MILLIS = 100;
  static final int STEPS_PER_SECOND = 1000 / STEP_MILLIS;
  private static final int SESSION_STEPS = 10 * STEPS_PER_SECOND;
  private static final int HAND_OVER_STEPS = 5 * STEPS_PER_SECOND;
  static final int NEVER = Integer.MAX_VALUE;

  /** A camera as it is in truth. */
  static final class Camera {
    final String id;

    /** Steps of pictures after which it ends its process; 0 is before the first picture. */
    int crashAfter = NEVER;

    boolean isReachable = true;
    long settings;

    /** Processes that it ended, but for trials. */
    int kills;

    /** Processes that it ended when it was tried after it had been held back. */
    int trialKills;

    /** How often a process decided to hold it back. */
    int heldBack;

    Camera(String id) {
      this.id = id;
    }

    boolean isPoison() {
      return crashAfter != NEVER;
    }
  }

  /** One process's reading of a camera. */
  private static final class Reading {
    final long session;
    final long openedAt;
    final int connectSteps;
    Attempt attempt;
    CameraState state = CameraState.CLAIMED;
    long number;
    long liveSteps;
    long partingUntil = Long.MAX_VALUE;

    Reading(long session, long openedAt, int connectSteps, Attempt attempt) {
      this.session = session;
      this.openedAt = openedAt;
      this.connectSteps = connectSteps;
      this.attempt = attempt;
    }
  }

  /** One process of a node. */
  final class Process {
    final String id;
    final AttemptHistory history = new AttemptHistory();
    final Map<String, Reading> readings = new TreeMap<>();
    final Deque<CameraStateEvent> unsent = new ArrayDeque<>();
    int seen;
    boolean isAlive = true;
    long diedAt;

    Process(String id) {
      this.id = id;
    }

    boolean isMember() {
      return isAlive || step - diedAt < SESSION_STEPS;
    }
  }

  final Map<String, Camera> cameras = new LinkedHashMap<>();
  final List<Process> processes = new ArrayList<>();
  final List<CameraStateEvent> log = new ArrayList<>();
  private final Map<String, Process> owners = new HashMap<>();
  private final Random random;
  private long step;
  private int starts;

  SimulatedFleet(long seed) {
    this.random = new Random(seed);
  }

  Camera add(String id, int crashAfter) {
    Camera camera = new Camera(id);
    camera.crashAfter = crashAfter;
    cameras.put(id, camera);
    return camera;
  }

  Camera addHealthy(String id) {
    return add(id, NEVER);
  }

  Process start() {
    Process process = new Process("process-" + starts++);
    processes.add(process);
    return process;
  }

  List<Process> alive() {
    return processes.stream().filter(process -> process.isAlive).toList();
  }

  /** SIGKILL. */
  void kill(Process process) {
    process.isAlive = false;
    process.diedAt = step;
    process.unsent.clear();
  }

  /** Changes how a camera is read; its reading restarts. */
  void change(Camera camera) {
    camera.settings++;
    alive().forEach(process -> process.readings.remove(camera.id));
  }

  boolean isHeldBack(Camera camera) {
    return alive().stream()
        .map(process -> process.readings.get(camera.id))
        .anyMatch(reading -> reading != null && reading.state == CameraState.QUARANTINED);
  }

  boolean isLive(Camera camera) {
    return alive().stream()
        .map(process -> process.readings.get(camera.id))
        .anyMatch(reading -> reading != null && reading.state == CameraState.LIVE);
  }

  /** Whether a process has a camera open that it has not agreed to give away. */
  long openers(Camera camera) {
    return alive().stream()
        .map(process -> process.readings.get(camera.id))
        .filter(
            reading ->
                reading != null
                    && reading.state != CameraState.QUARANTINED
                    && reading.partingUntil == Long.MAX_VALUE)
        .count();
  }

  Instant now() {
    return Instant.EPOCH.plusMillis(step * STEP_MILLIS);
  }

  void run(Duration time) {
    for (long left = time.toMillis() / STEP_MILLIS; left > 0; left--) {
      step();
    }
  }

  void step() {
    step++;
    share();
    for (Process process : alive()) {
      while (!process.unsent.isEmpty()) {
        log.add(process.unsent.removeFirst());
      }
    }
    for (Process process : alive()) {
      while (process.seen < log.size()) {
        process.history.note(log.get(process.seen++));
      }
      open(process);
    }
    for (Process process : alive()) {
      read(process);
    }
  }

  /** Gives each camera to a member; one that is alive parts from what another one gets. */
  private void share() {
    List<Process> members = alive();
    if (members.isEmpty()) {
      return;
    }
    int turn = 0;
    for (Camera camera : cameras.values()) {
      Process wanted = members.get(turn++ % members.size());
      Process owner = owners.get(camera.id);
      if (owner == null || !owner.isMember()) {
        owners.put(camera.id, wanted);
      } else if (owner != wanted && owner.isAlive) {
        part(owner, camera);
        owners.put(camera.id, wanted);
      }
    }
  }

  private void part(Process owner, Camera camera) {
    Reading reading = owner.readings.get(camera.id);
    if (reading != null && reading.state != CameraState.LIVE) {
      owner.readings.remove(camera.id);
      reading.state = CameraState.RELEASED;
      reading.number++;
      log.add(event(camera, reading));
    } else if (reading != null) {
      reading.attempt = reading.attempt.parting(true);
      reading.partingUntil = step + HAND_OVER_STEPS;
      log.add(event(camera, reading));
    }
  }

  private void open(Process process) {
    Map<String, Attempt> waiting = new TreeMap<>();
    List<OpeningQueue.Opened> opened = new ArrayList<>();
    for (Camera camera : cameras.values()) {
      Reading reading = process.readings.get(camera.id);
      boolean isHeld = reading != null && reading.state == CameraState.QUARANTINED;
      if (reading != null && !isHeld) {
        boolean isRecent = step - reading.openedAt < 2 * STEPS_PER_SECOND;
        opened.add(new OpeningQueue.Opened(reading.attempt, reading.state, isRecent));
      } else if (owners.get(camera.id) == process
          && (reading == null || reading.attempt.isDue(now()))) {
        waiting.put(camera.id, process.history.next(camera.id, camera.settings, process.id, now()));
      }
    }
    OpeningQueue.Decision decision = OpeningQueue.decide(waiting, opened, now());
    decision.open().forEach(id -> claim(process, id, waiting.get(id), CameraState.CLAIMED));
    decision.heldBack().forEach(id -> claim(process, id, waiting.get(id), CameraState.QUARANTINED));
  }

  private void claim(Process process, String id, Attempt attempt, CameraState state) {
    Camera camera = cameras.get(id);
    int connect = 2 + random.nextInt(9);
    Reading reading = new Reading(log.size(), step, connect, attempt);
    process.readings.put(id, reading);
    log.add(event(camera, reading));
    if (state == CameraState.QUARANTINED) {
      camera.heldBack++;
      tell(process, camera, reading, state);
    }
  }

  private void read(Process process) {
    for (String id : Set.copyOf(process.readings.keySet())) {
      Camera camera = cameras.get(id);
      Reading reading = process.readings.get(id);
      if (!process.isAlive || reading.state == CameraState.QUARANTINED) {
        continue;
      }
      if (step >= reading.partingUntil || isTakenOver(camera, reading)) {
        process.readings.remove(id);
        process.unsent.add(event(camera, reading, CameraState.RELEASED));
      } else {
        advance(process, camera, reading);
      }
    }
  }

  private boolean isTakenOver(Camera camera, Reading reading) {
    return reading.partingUntil != Long.MAX_VALUE
        && owners.get(camera.id).readings.containsKey(camera.id)
        && owners.get(camera.id).readings.get(camera.id).state == CameraState.LIVE;
  }

  private void advance(Process process, Camera camera, Reading reading) {
    long age = step - reading.openedAt;
    if (age == 1) {
      tell(process, camera, reading, CameraState.CONNECTING);
    } else if (age >= reading.connectSteps && !camera.isReachable) {
      if (reading.state != CameraState.FAILED) {
        tell(process, camera, reading, CameraState.FAILED);
      }
    } else if (age >= reading.connectSteps) {
      show(process, camera, reading);
    }
  }

  private void show(Process process, Camera camera, Reading reading) {
    if (reading.liveSteps >= camera.crashAfter) {
      if (reading.attempt.isQuarantined()) {
        camera.trialKills++;
      } else {
        camera.kills++;
      }
      kill(process);
      return;
    }
    if (reading.state != CameraState.LIVE) {
      tell(process, camera, reading, CameraState.LIVE);
    }
    reading.liveSteps++;
    // Of pictures before this reading, no more is known than the last step of the attempt.
    if (reading.liveSteps % STEPS_PER_SECOND == 0) {
      Attempt grown =
          reading.attempt.shown(
              Math.max(reading.attempt.shownSeconds(), reading.liveSteps / STEPS_PER_SECOND));
      if (!grown.equals(reading.attempt)) {
        reading.attempt = grown;
        process.unsent.add(event(camera, reading));
      }
    }
  }

  private void tell(Process process, Camera camera, Reading reading, CameraState state) {
    reading.state = state;
    reading.number++;
    process.unsent.add(event(camera, reading));
  }

  private CameraStateEvent event(Camera camera, Reading reading) {
    return event(camera, reading, reading.state);
  }

  private CameraStateEvent event(Camera camera, Reading reading, CameraState state) {
    return new CameraStateEvent(
        camera.id,
        state,
        reading.session,
        state == reading.state ? reading.number : reading.number + 1,
        "node",
        now(),
        null,
        null,
        null,
        reading.attempt);
  }
}
