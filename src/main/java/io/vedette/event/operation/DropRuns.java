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

/** Frames that were not looked at, joined to runs of numbers. Confined to one thread. */
public final class DropRuns {
  /** What frames of one run have in common. */
  private record Kind(String camera, long session, DropReason reason) {}

  /** All numbers up to one. */
  private record Run(long last, Instant at) {}

  private final Map<Kind, TreeMap<Long, Run>> kinds = new LinkedHashMap<>();

  /**
   * Adds a frame that was not added before, in any order.
   *
   * @param at when it was dropped
   */
  public void add(FrameId frame, DropReason reason, Instant at) {
    Kind kind = new Kind(frame.camera(), frame.session(), reason);
    TreeMap<Long, Run> runs = kinds.computeIfAbsent(kind, unknown -> new TreeMap<>());
    long number = frame.sequence();
    Map.@Nullable Entry<Long, Run> before = runs.lowerEntry(number);
    @Nullable Run after = runs.remove(number + 1);
    boolean isNext = before != null && before.getValue().last + 1 == number;
    long first = before != null && isNext ? before.getKey() : number;
    runs.put(first, new Run(after == null ? number : after.last, at));
  }

  /** What was added since the last call. */
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
