package io.vedette.ingest.tenure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.camera.setting.CameraSettings;
import io.vedette.config.Settings;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.transport.table.CameraRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A simple model of cameras that nodes share, for tests of {@link Tenures}: a group that moves
 * partitions, the topics of cameras and owners, and nodes that freeze, thaw and die. After each
 * round of a node the model checks what is promised.
 */
final class SharedCameras {
  private static final long SECOND = 1_000_000_000L;
  private static final Duration HAND_OVER = Duration.ofSeconds(10);
  private static final long SESSION_TIMEOUT = 10 * SECOND;

  private static final List<CameraSettings> SETTINGS =
      List.of(settings("rtsp://10.0.0.1/a"), settings("rtsp://10.0.0.1/b"));

  private final Random random;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Integer, @Nullable Node> owners = new HashMap<>();
  private final Map<Integer, Node> wanted = new HashMap<>();
  private final Map<String, CameraRecord> cameras = new TreeMap<>();
  private final List<CameraStateEvent> log = new ArrayList<>();
  private final Map<String, Long> claims = new HashMap<>();
  private final int partitions;
  private long now = 1000 * SECOND;
  private long offset;
  private int lastNode;

  SharedCameras(Random random) {
    this.random = random;
    this.partitions = 1 + random.nextInt(3);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      nodes.add(new Node("node-" + lastNode++));
    }
    for (int partition = 0; partition < partitions; partition++) {
      owners.put(partition, null);
      wanted.put(partition, any(nodes));
    }
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      writeCamera();
    }
    log.add(state("none", CameraState.REMOVED, 0, "nobody")); // sessions begin with 1
  }

  private static CameraSettings settings(String url) {
    return new Settings(Map.of()).put("url", url, "test").bind(CameraSettings.class);
  }

  /** Something happens. */
  void act() {
    now += random.nextInt(40) * SECOND / 20;
    switch (random.nextInt(14)) {
      case 0 -> writeCamera();
      case 1 -> removeCamera();
      case 2 -> wanted.put(random.nextInt(partitions), any(nodes));
      case 3 -> any(nodes).freeze();
      case 4 -> any(nodes).thaw();
      case 5 -> join();
      case 6 -> kill();
      case 7, 8 -> any(nodes).connect();
      default -> round(any(nodes));
    }
  }

  /** Nothing happens any more but rounds of all nodes, for longer than anything may take. */
  void settle() {
    nodes.forEach(Node::thaw);
    long until = now + SESSION_TIMEOUT + HAND_OVER.toNanos() + 20 * SECOND;
    while (now < until) {
      now += 3 * SECOND;
      for (Node node : List.copyOf(nodes)) {
        round(node);
        node.connect();
      }
    }
    for (CameraRecord camera : cameras.values()) {
      List<Node> holders = nodes.stream().filter(node -> node.holds(camera.id())).toList();
      assertThat(holders).as("nodes that have %s", camera.id()).hasSize(1);
      Node holder = holders.get(0);
      assertThat(holder).isSameAs(owners.get(camera.partition()));
      assertThat(holder.tenures.held().get(camera.id()).session())
          .as(
              "session of %s: frames of an earlier one than the last claimed are refused",
              camera.id())
          .isEqualTo(claims.get(camera.id()));
      assertThat(holder.readers.containsKey(camera.id())).isEqualTo(isReadable(camera));
    }
    for (Node node : nodes) {
      assertThat(cameras.keySet()).containsAll(node.readers.keySet());
    }
  }

  private void round(Node node) {
    if (node.isFrozen) {
      takeAwayFromSilent();
      return;
    }
    node.poll();
    node.round();
    node.lastRound = now;
    takeAwayFromSilent();
    node.check();
    checkOneOwner();
  }

  /** Among nodes that could know better, only the partition's has a camera as its own. */
  private void checkOneOwner() {
    for (CameraRecord camera : cameras.values()) {
      for (Node node : nodes) {
        Tenure tenure = node.tenures.of(camera.id());
        boolean isUpToDate = !node.isFrozen && node.lastRound == now;
        if (isUpToDate && tenure != null && tenure != Tenure.PARTING) {
          require(
              owners.get(camera.partition()) == node,
              () -> "%s has %s of another's as %s".formatted(node.name, camera.id(), tenure));
        }
      }
    }
  }

  private void takeAwayFromSilent() {
    for (int partition = 0; partition < partitions; partition++) {
      Node owner = owners.get(partition);
      if (owner != null && now - owner.lastRound > SESSION_TIMEOUT) {
        owner.takenAway.add(partition);
        owners.put(partition, null);
      }
      if (!nodes.contains(wanted.get(partition)) || wanted.get(partition).isFrozen) {
        List<Node> awake = nodes.stream().filter(node -> !node.isFrozen).toList();
        wanted.put(partition, any(awake.isEmpty() ? nodes : awake));
      }
    }
  }

  private void writeCamera() {
    int number = random.nextInt(5);
    String id = "camera-" + number;
    int partition = number % partitions; // what is added again goes where it was removed
    String json = random.nextInt(4) == 0 ? "unreadable" : "" + random.nextInt(SETTINGS.size());
    cameras.put(id, new CameraRecord(id, json, CameraRecord.Origin.COMMAND, partition, offset++));
  }

  private void removeCamera() {
    if (!cameras.isEmpty()) {
      cameras.remove(any(List.copyOf(cameras.keySet())));
    }
  }

  private void join() {
    if (nodes.size() < 4) {
      Node node = new Node("node-" + lastNode++);
      nodes.add(node);
      wanted.put(random.nextInt(partitions), node);
    }
  }

  private void kill() {
    if (nodes.size() > 1) {
      Node dead = any(nodes);
      nodes.remove(dead);
      takeAwayFromSilent();
    }
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static void require(boolean isSo, Supplier<String> otherwise) {
    if (!isSo) {
      throw new AssertionError(otherwise.get());
    }
  }

  private static boolean isReadable(CameraRecord camera) {
    return !"unreadable".equals(camera.json());
  }

  private static CameraStateEvent state(
      String camera, CameraState state, long session, String node) {
    return new CameraStateEvent(
        camera, state, session, 0, node, Instant.EPOCH, null, null, null, null);
  }

  /** A node: its decisions are {@link Tenures}', what it does about them is the model's. */
  private final class Node {
    private final String name;
    private final Tenures tenures = new Tenures(HAND_OVER);
    private final Map<String, CameraState> readers = new HashMap<>();
    private final Map<String, Long> sessions = new HashMap<>();
    private final Set<Integer> owned = new HashSet<>();
    private final Set<Integer> lost = new HashSet<>();
    private final Set<Integer> takenAway = new HashSet<>();
    private final Map<String, Long> givenUp = new HashMap<>();
    private final Map<String, CameraStateEvent> seen = new HashMap<>();
    private final Map<String, Long> highest = new HashMap<>();
    private int next;
    private boolean isFrozen;
    private boolean isToFreezeInTheMidst;
    private @Nullable TenureCommands unfinished;
    private long lastRound = now;

    Node(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }

    boolean holds(String camera) {
      return tenures.of(camera) != null;
    }

    void freeze() {
      if (!isFrozen) {
        isToFreezeInTheMidst = random.nextBoolean();
        isFrozen = !isToFreezeInTheMidst;
      }
    }

    /** Goes on where it was: perhaps with claims of cameras that are another node's by now. */
    void thaw() {
      isFrozen = false;
      isToFreezeInTheMidst = false;
      TenureCommands left = unfinished;
      unfinished = null;
      if (left != null) {
        left.reads().forEach(this::read);
      }
    }

    /** Takes part in the group: loses, gives up and gains partitions. */
    void poll() {
      owned.removeAll(takenAway);
      lost.addAll(takenAway);
      takenAway.clear();
      for (int partition = 0; partition < partitions; partition++) {
        if (owners.get(partition) == this && wanted.get(partition) != this) {
          owned.remove(partition);
          giveUp(partition);
          owners.put(partition, null);
        } else if (owners.get(partition) == null && wanted.get(partition) == this) {
          owners.put(partition, this);
          owned.add(partition);
          lost.remove(partition);
        }
      }
    }

    /** What shows no pictures yet ends before another node can have the partition. */
    private void giveUp(int partition) {
      Set<String> unseen = new HashSet<>();
      for (HeldCamera camera : tenures.in(Set.of(partition))) {
        CameraState state = readers.get(camera.id());
        if (state == CameraState.LIVE) {
          say(camera.id(), state);
          givenUp.put(camera.id(), now);
        } else {
          unseen.add(camera.id());
        }
      }
      readers.keySet().removeAll(unseen);
      tenures.remove(unseen);
    }

    void round() {
      follow();
      TenureInputs inputs =
          new TenureInputs(owned, lost, cameras, seen, highest, Set.of(), Set.of());
      TenureCommands commands = tenures.step(inputs, now);
      commands.lost().forEach(id -> say(id, CameraState.RELEASED));
      commands.lost().forEach(this::drop);
      commands.removed().forEach(this::drop);
      commands.ended().forEach(end -> end(end, inputs));
      commands.staying().forEach(givenUp::remove);
      commands.repeated().forEach(id -> say(id, readers.getOrDefault(id, CameraState.FAILED)));
      if (isToFreezeInTheMidst && !commands.reads().isEmpty()) {
        isFrozen = true;
        unfinished = commands;
        return;
      }
      commands.reads().forEach(this::read);
    }

    private void follow() {
      for (; next < log.size(); next++) {
        CameraStateEvent event = log.get(next);
        seen.put(event.camera(), event);
        highest.merge(event.camera(), event.session(), Math::max);
      }
    }

    private void drop(String camera) {
      readers.remove(camera);
      givenUp.remove(camera);
    }

    private void end(TenureCommands.End end, TenureInputs inputs) {
      CameraStateEvent owner = inputs.owners().get(end.camera());
      boolean isShown = owner != null && end.isElsewhere() && owner.state() == CameraState.LIVE;
      boolean isFailing = owner != null && end.isElsewhere() && owner.state() == CameraState.FAILED;
      Long since = givenUp.remove(end.camera());
      if (since != null && !isShown && !isFailing) {
        require(
            now - since >= HAND_OVER.toNanos(),
            () -> "%s ends %s, which nobody shows".formatted(name, end.camera()));
      }
      readers.remove(end.camera());
      if (!end.isElsewhere()) {
        log.add(state(end.camera(), CameraState.RELEASED, sessions.get(end.camera()), name));
      }
    }

    private void read(TenureCommands.Read read) {
      CameraRecord record = read.record();
      CameraSettings settings =
          isReadable(record) ? SETTINGS.get(Integer.parseInt(record.settings())) : null;
      HeldCamera present = read.present();
      if (present != null && settings != null && settings.equals(present.settings())) {
        tenures.unchanged(record);
        return;
      }
      long session = log.size();
      log.add(state(record.id(), CameraState.CLAIMED, session, name));
      claims.put(record.id(), session);
      sessions.put(record.id(), session);
      givenUp.remove(record.id());
      follow();
      tenures.claimed(HeldCamera.wanted(record, settings), session, now);
      if (settings == null) {
        readers.remove(record.id());
        say(record.id(), CameraState.FAILED);
      } else {
        readers.put(record.id(), CameraState.CLAIMED);
      }
    }

    /** A camera that is opened shows pictures, or fails for now. */
    void connect() {
      if (!isFrozen) {
        for (String id : List.copyOf(readers.keySet())) {
          CameraState state = random.nextInt(5) == 0 ? CameraState.FAILED : CameraState.LIVE;
          if (readers.get(id) != state) {
            readers.put(id, state);
            say(id, state);
          }
        }
      }
    }

    private void say(String id, CameraState state) {
      log.add(state(id, state, sessions.get(id), name));
    }

    /** After a round a node has what is its own, and reads what it has. */
    private void check() {
      if (isFrozen) {
        return;
      }
      for (CameraRecord camera : cameras.values()) {
        if (owned.contains(camera.partition())) {
          Tenure tenure = tenures.of(camera.id());
          require(
              tenure != null && tenure != Tenure.PARTING,
              () -> "%s has %s, which is its own, as %s".formatted(name, camera.id(), tenure));
        }
      }
      require(tenures.in(lost).isEmpty(), () -> name + " has what was taken away: " + lost);
      Map<String, HeldCamera> held = tenures.held();
      for (HeldCamera camera : held.values()) {
        boolean isRead = readers.containsKey(camera.id());
        require(
            isRead == (camera.settings() != null),
            () -> "%s reads %s: %s".formatted(name, camera, isRead));
        Tenure tenure = tenures.of(camera.id());
        require(
            (tenure == Tenure.PARTING) != owned.contains(camera.partition()),
            () -> "%s, which owns %s, has %s as %s".formatted(name, owned, camera, tenure));
        Long since = givenUp.get(camera.id());
        require(
            tenure != Tenure.PARTING || since == null || now - since <= HAND_OVER.toNanos(),
            () -> "%s still reads %s, since %d".formatted(name, camera, since));
      }
      require(held.keySet().containsAll(readers.keySet()), () -> name + " reads " + readers);
    }
  }
}
