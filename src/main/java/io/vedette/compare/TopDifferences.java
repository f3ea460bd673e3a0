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
   * @param most how many are kept
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

  /** How many frames differ, also those that are not kept. */
  public long total() {
    return total;
  }

  /** Those that are kept, the ones that differ most first. */
  public List<FrameDifference> list() {
    return new ArrayList<>(top);
  }
}
