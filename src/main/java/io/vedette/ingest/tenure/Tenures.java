package io.vedette.ingest.tenure;

import io.vedette.event.operation.CameraStateEvent;
import io.vedette.ingest.tenure.TenureCommands.End;
import io.vedette.ingest.tenure.TenureCommands.Read;
import io.vedette.transport.table.CameraRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cameras that a node has claimed, each with its {@link Tenure}; each step derives the node's
 * actions from its inputs at that time. Confined to one thread.
 *
 * <p>Times are {@link System#nanoTime}'s, and given.
 */
public final class Tenures {
  private static final Duration CONTEST = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final Duration handOver;
  private final Map<String, Entry> entries = new TreeMap<>();

  /**
   * @param handOver the time for which a camera is read after another node got its partition,
   *     unless that node shows it
   */
  public Tenures(Duration handOver) {
    this.handOver = handOver;
  }

  /**
   * A camera and its state.
   *
   * @param nanos the end of a parting, or the begin of a contest
   */
  private record Entry(HeldCamera camera, Tenure tenure, long nanos) {
    Entry become(Tenure next, long since) {
      if (!tenure.next().contains(next)) {
        throw new IllegalStateException(
            "camera %s cannot become %s from %s".formatted(camera.id(), next, tenure));
      }
      return new Entry(camera, next, since);
    }

    Entry withCamera(HeldCamera changed) {
      return new Entry(changed, tenure, nanos);
    }

    /** The state of a camera that no other node wants. */
    Tenure settled() {
      return camera.settings() == null ? Tenure.UNREADABLE : Tenure.READING;
    }

    /** Whether another node has claimed the camera since this one did. */
    boolean isElsewhere(TenureInputs inputs) {
      return inputs.sessions().getOrDefault(camera.id(), 0L) > camera.session();
    }

    /** The camera as this node has it; null when another node has claimed it since. */
    @Nullable HeldCamera ours(TenureInputs inputs) {
      return isElsewhere(inputs) ? null : camera;
    }

    /** Whether another node shows the camera, or says why it cannot. */
    boolean isTaken(TenureInputs inputs) {
      CameraStateEvent owner = inputs.owners().get(camera.id());
      return owner != null && owner.session() > camera.session() && isShown(owner);
    }

    /** Whether a node that no longer reads the camera has spoken last. */
    boolean isMisstated(TenureInputs inputs) {
      CameraStateEvent owner = inputs.owners().get(camera.id());
      return owner != null && owner.session() < camera.session();
    }
  }

  /** The cameras that this node has, by their ids. */
  public Map<String, HeldCamera> held() {
    return entries.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().camera));
  }

  /** The state of a camera; null when this node does not have it. */
  public @Nullable Tenure of(String id) {
    Entry entry = entries.get(id);
    return entry == null ? null : entry.tenure;
  }

  /** The cameras that this node has in partitions. */
  public List<HeldCamera> in(Set<Integer> partitions) {
    return entries.values().stream()
        .map(Entry::camera)
        .filter(camera -> partitions.contains(camera.partition()))
        .toList();
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Notes that this node has claimed a camera, by a new session. */
  public void claimed(HeldCamera camera, long session, long now) {
    Entry claimed = new Entry(camera.claimed(session, now), Tenure.READING, now);
    Entry before = entries.get(camera.id());
    Entry from = before == null ? claimed : before.withCamera(claimed.camera);
    entries.put(camera.id(), from.become(claimed.settled(), now));
  }

  /** Notes a changed record that does not change how the camera is read. */
  public void unchanged(CameraRecord record) {
    entries.computeIfPresent(
        record.id(), (id, entry) -> entry.withCamera(entry.camera.with(record)));
  }

  /** Removes cameras that are no longer read. */
  public void remove(Collection<String> ids) {
    entries.keySet().removeAll(ids);
  }

  /** Begins to hand over all cameras, as far as other nodes take them within a time. */
  public void partAll(Duration within, long now) {
    entries.replaceAll(
        (id, entry) -> new Entry(entry.camera, Tenure.PARTING, now + within.toNanos()));
  }

  /** The commands that follow from the inputs at a time. */
  public TenureCommands step(TenureInputs inputs, long now) {
    TenureCommands commands = TenureCommands.none();
    Set<String> staying = new HashSet<>();
    for (Entry entry : List.copyOf(entries.values())) {
      String id = entry.camera.id();
      @Nullable Entry next;
      if (inputs.lost().contains(entry.camera.partition())) {
        commands.lost().add(id);
        next = null;
      } else if (!inputs.cameras().containsKey(id)) {
        commands.removed().add(id);
        next = null;
      } else if (!inputs.owned().contains(entry.camera.partition())) {
        next = part(entry, inputs, commands, now);
      } else if (entry.tenure == Tenure.PARTING) {
        staying.add(id);
        next = stay(entry, inputs, now);
      } else {
        next = watch(entry, inputs, commands, now);
      }
      put(id, next);
    }
    commands.staying().addAll(staying);
    read(inputs, staying, commands, now);
    return commands;
  }

  private void put(String id, @Nullable Entry next) {
    if (next == null) {
      entries.remove(id);
    } else {
      entries.put(id, next);
    }
  }

  /** Ends a parting camera that another node reads by now, or did not take over in time. */
  private @Nullable Entry part(
      Entry entry, TenureInputs inputs, TenureCommands commands, long now) {
    Entry parting =
        entry.tenure == Tenure.PARTING
            ? entry
            : entry.become(Tenure.PARTING, now + handOver.toNanos());
    if (entry.isTaken(inputs) || now - parting.nanos > 0) {
      commands.ended().add(new End(entry.camera.id(), entry.isElsewhere(inputs)));
      return null;
    }
    return parting;
  }

  private static boolean isShown(CameraStateEvent owner) {
    return switch (owner.state()) {
      case LIVE, FAILED, STALLED, ENDED, QUARANTINED -> true;
      case CLAIMED, CONNECTING, MOVED, RELEASED, REMOVED -> false;
    };
  }

  /**
   * Keeps a camera whose partition came back; it has to be claimed again if another node has
   * claimed it meanwhile.
   */
  private static Entry stay(Entry entry, TenureInputs inputs, long now) {
    return entry.isElsewhere(inputs)
        ? entry.become(Tenure.CONTESTED, now - CONTEST.toNanos() - 1)
        : entry.become(entry.settled(), now);
  }

  /**
   * Watches for another node's late state or claim of a camera that this node reads. A claim, which
   * that node may have made when it woke from a freeze, is believed for a while: should it be this
   * node that was frozen, the group will say so.
   */
  private static Entry watch(Entry entry, TenureInputs inputs, TenureCommands commands, long now) {
    boolean isContested = entry.tenure == Tenure.CONTESTED;
    if (entry.isElsewhere(inputs)) {
      return isContested ? entry : entry.become(Tenure.CONTESTED, now);
    }
    if (entry.isMisstated(inputs)) {
      commands.repeated().add(entry.camera.id());
    }
    return isContested ? entry.become(entry.settled(), now) : entry;
  }

  private void read(TenureInputs inputs, Set<String> staying, TenureCommands commands, long now) {
    for (CameraRecord record : inputs.cameras().values()) {
      String id = record.id();
      if (inputs.owned().contains(record.partition()) && !inputs.waiting().contains(id)) {
        @Nullable Entry entry = entries.get(id);
        boolean isAsked = staying.contains(id) || inputs.due().contains(id);
        if (entry == null) {
          commands.reads().add(new Read(record, null));
        } else if (isAsked || isNews(entry, record, now)) {
          commands.reads().add(new Read(record, entry.ours(inputs)));
        }
      }
    }
  }

  private static boolean isNews(Entry entry, CameraRecord record, long now) {
    HeldCamera camera = entry.camera;
    boolean isOld = now - camera.sinceNanos() > RETRY.toNanos();
    boolean isUsurped = entry.tenure == Tenure.CONTESTED && now - entry.nanos > CONTEST.toNanos();
    return camera.record().offset() != record.offset()
        || (camera.settings() == null && isOld)
        || isUsurped;
  }
}
