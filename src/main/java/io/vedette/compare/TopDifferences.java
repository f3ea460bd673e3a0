package io.vedette.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The frames in which two runs differ most, up to a number. Confined to one thread. */
public final class TopDifferences implements Consumer<FrameDifference> {
  private final int most;
  private final TreeSet<FrameDifference> top = new TreeSet<>(FrameDifference.MOST_FIRST);
  private long total;

  /**
   * @param most the most that are kept
   */
  public TopDifferences(int most) {
    this.most = most;
  }

  @Override
  public void accept(FrameDifference difference) {
    total++;
    top.add(difference);
    if (top.size() > most) {
      top.pollLast();
    }
  }

  /** The number of frames that differ, also of those that are not kept. */
  public long total() {
    return total;
  }

  /** The differences that are kept, the largest first. */
  public List<FrameDifference> list() {
    return new ArrayList<>(top);
  }
}
