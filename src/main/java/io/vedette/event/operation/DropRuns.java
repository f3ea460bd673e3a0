package io.vedette.event.operation;

import io.vedette.frame.DropReason;
import io.vedette.frame.FrameId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The joining of dropped frames to runs of successive numbers. Confined to one thread. */
public final class DropRuns {
  /** The properties that frames of one run share. */
  private record Kind(String camera, long session, DropReason reason) {}

  /** The last number of a run. */
  private record Run(long last, Instant at) {}

  private final Map<Kind, TreeMap<Long, Run>> kinds = new LinkedHashMap<>();

  /**
   * Adds a frame, in any order.
   *
   * @param at the time when it was dropped
   */
  public void add(FrameId frame, DropReason reason, Instant at) {
    add(frame, 1, reason, at);
  }

  /**
   * Adds frames of successive numbers, in any order; costs the same however many they are.
   *
   * @param first the frame of the lowest number
   * @param count number of frames, at least 1
   * @param at the time when they were dropped
   */
  public void add(FrameId first, long count, DropReason reason, Instant at) {
    Kind kind = new Kind(first.camera(), first.session(), reason);
    TreeMap<Long, Run> runs = kinds.computeIfAbsent(kind, unknown -> new TreeMap<>());
    long from = first.sequence();
    long last = from + count - 1;
    Map.@Nullable Entry<Long, Run> before = runs.floorEntry(from);
    if (before != null && before.getValue().last >= from - 1) {
      from = before.getKey();
      last = Math.max(last, before.getValue().last);
    }
    Map<Long, Run> joined = runs.subMap(from, true, last + 1, true);
    for (Run run : joined.values()) {
      last = Math.max(last, run.last);
    }
    joined.clear();
    runs.put(from, new Run(last, at));
  }

  /** The drops since the last call, as events. */
  public List<DropEvent> take() {
    List<DropEvent> events = new ArrayList<>();
    kinds.forEach(
        (kind, runs) -> runs.forEach((first, run) -> events.add(event(kind, first, run))));
    kinds.clear();
    return events;
  }

  private static DropEvent event(Kind kind, long first, Run run) {
    return new DropEvent(
        kind.camera, kind.session, first, run.last, kind.reason.wireName(), run.at);
  }
}
