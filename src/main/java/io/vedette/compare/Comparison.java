package io.vedette.compare;

import io.vedette.event.FrameDetections;
import io.vedette.frame.DetectedObject;
import io.vedette.frame.FrameId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The comparison of two runs frame by frame: boxes of one label that overlap are the same object.
 * Confined to one thread.
 */
public final class Comparison {
  private final double leastIou;
  private final Consumer<FrameDifference> differences;
  private final Map<FrameId, FrameDetections> first = new HashMap<>();
  private final Map<FrameId, FrameDetections> second = new HashMap<>();
  private final Map<String, Tally> tallies = new TreeMap<>();
  private final Latencies firstLatencies = new Latencies();
  private final Latencies secondLatencies = new Latencies();
  private long frames;

  /** Counts of one label. */
  private static final class Tally {
    private long matched;
    private long lost;
    private long added;
    private double iou;
  }

  /** Two boxes that may be the same object. */
  private record Pair(int one, int other, double iou) {}

  /**
   * @param leastIou of boxes that are the same object, 0–1
   */
  public Comparison(double leastIou) {
    this(leastIou, difference -> {});
  }

  /**
   * @param leastIou of boxes that are the same object, 0–1
   * @param differences takes the frames in which the runs differ, as they are compared
   */
  public Comparison(double leastIou, Consumer<FrameDifference> differences) {
    this.leastIou = leastIou;
    this.differences = differences;
  }

  /** Adds a record of the first run. */
  public void addFirst(FrameDetections event) {
    firstLatencies.add(event);
    meet(event, first, second);
  }

  /** Adds a record of the second run. */
  public void addSecond(FrameDetections event) {
    secondLatencies.add(event);
    meet(event, second, first);
  }

  /** The summary so far. */
  public Summary summary() {
    List<Summary.Label> labels = new ArrayList<>();
    tallies.forEach(
        (label, tally) ->
            labels.add(
                new Summary.Label(
                    label,
                    tally.matched,
                    tally.lost,
                    tally.added,
                    tally.matched == 0 ? 0 : tally.iou / tally.matched)));
    return new Summary(
        frames,
        first.size(),
        second.size(),
        labels,
        firstLatencies.percentiles(),
        secondLatencies.percentiles());
  }

  private void meet(
      FrameDetections event,
      Map<FrameId, FrameDetections> own,
      Map<FrameId, FrameDetections> others) {
    FrameDetections partner = others.remove(event.frameId());
    if (partner == null) {
      own.put(event.frameId(), event);
    } else if (own == first) {
      compare(event, partner);
    } else {
      compare(partner, event);
    }
  }

  private void compare(FrameDetections one, FrameDetections other) {
    frames++;
    Set<Integer> takenOne = new HashSet<>();
    Set<Integer> takenOther = new HashSet<>();
    for (Pair pair : pairs(one.objects(), other.objects())) {
      if (!takenOne.contains(pair.one) && !takenOther.contains(pair.other)) {
        takenOne.add(pair.one);
        takenOther.add(pair.other);
        Tally tally = tally(one.objects().get(pair.one));
        tally.matched++;
        tally.iou += pair.iou;
      }
    }
    List<FrameDifference.Box> before = boxes(one.objects(), takenOne);
    List<FrameDifference.Box> after = boxes(other.objects(), takenOther);
    alone(before).forEach(object -> tally(object).lost++);
    alone(after).forEach(object -> tally(object).added++);
    FrameDifference difference = new FrameDifference(one.camera(), one.frame(), before, after);
    if (difference.size() > 0) {
      differences.accept(difference);
    }
  }

  /** Boxes of one label that overlap enough, the best first. */
  private List<Pair> pairs(List<DetectedObject> one, List<DetectedObject> other) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      for (int j = 0; j < other.size(); j++) {
        double iou = one.get(i).box().iou(other.get(j).box());
        if (iou >= leastIou && one.get(i).label().equals(other.get(j).label())) {
          pairs.add(new Pair(i, j, iou));
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::iou).reversed());
    return pairs;
  }

  private static List<FrameDifference.Box> boxes(List<DetectedObject> all, Set<Integer> taken) {
    List<FrameDifference.Box> boxes = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boxes.add(new FrameDifference.Box(all.get(i), !taken.contains(i)));
    }
    return boxes;
  }

  private static List<DetectedObject> alone(List<FrameDifference.Box> boxes) {
    return boxes.stream()
        .filter(FrameDifference.Box::isAlone)
        .map(FrameDifference.Box::object)
        .toList();
  }

  private Tally tally(DetectedObject object) {
    return tallies.computeIfAbsent(object.label(), label -> new Tally());
  }
}
