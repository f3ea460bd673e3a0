package io.vedette.event.operation;

import io.vedette.frame.DropReason;
import io.vedette.frame.FrameId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Frames that were not looked at, joined to runs of numbers. Confined to one thread. */
public final class DropRuns {
  /** What frames of one run have in common. */
  private record Kind(String camera, long session, DropReason reason) {}

  private final Map<Kind, DropEvent> open = new LinkedHashMap<>();
  private final List<DropEvent> closed = new ArrayList<>();

  /**
   * Adds a frame.
   *
   * @param at when it was dropped
   */
  public void add(FrameId frame, DropReason reason, Instant at) {
    Kind kind = new Kind(frame.camera(), frame.session(), reason);
    DropEvent run = open.get(kind);
    boolean isNext = run != null && run.last() + 1 == frame.sequence();
    if (run != null && !isNext) {
      closed.add(run);
    }
    long first = run != null && isNext ? run.first() : frame.sequence();
    open.put(
        kind, new DropEvent(kind.camera, kind.session, first, frame.sequence(), reason.word(), at));
  }

  /** What was added since the last call. */
  public List<DropEvent> take() {
    List<DropEvent> events = new ArrayList<>(closed);
    events.addAll(open.values());
    closed.clear();
    open.clear();
    return events;
  }
}
