package io.vedette.tracking.accuracy;

import io.vedette.tracking.Assignment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ground truth of a sequence of the MOT Challenge: objects that must be found, and objects that
 * may be found. Immutable.
 *
 * <p>As the challenge has it: a tracker's boxes are matched with all boxes of the truth, of any
 * class, considered or not; those on a distractor are taken away. Then only what is considered and
 * of the class counts. Sequences without classes (2015) have no distractors.
 *
 * @param boxes the boxes to be found, in the file's order
 * @param all all boxes of the truth
 * @param distractors boxes on which tracks are neither right nor wrong
 */
public record MotTruth(List<TracedBox> boxes, List<TracedBox> all, Set<TracedBox> distractors) {
  /** The class that the challenge is about. */
  public static final int PEDESTRIAN = 1;

  /** People on vehicles, people that never move, pictures of people and what looks like them. */
  private static final Set<Integer> LIKE_PEDESTRIANS = Set.of(2, 7, 8, 12);

  /** Prams and wheelchairs: left open by the sequences of 2020 alone. */
  private static final int VEHICLE_WITHOUT_MOTOR = 6;

  public MotTruth {
    boxes = List.copyOf(boxes);
    all = List.copyOf(all);
    distractors = Set.copyOf(distractors);
  }

  static MotTruth of(List<MotRow> rows, int kind, String sequence) {
    List<TracedBox> counted =
        rows.stream()
            .filter(row -> row.confidence() != 0 && (row.kind() == 0 || row.kind() == kind))
            .map(MotRow::box)
            .toList();
    Set<TracedBox> distractors =
        rows.stream()
            .filter(row -> kind == PEDESTRIAN && isDistractor(row.kind(), sequence))
            .map(MotRow::box)
            .collect(Collectors.toSet());
    return new MotTruth(counted, rows.stream().map(MotRow::box).toList(), distractors);
  }

  private static boolean isDistractor(int kind, String sequence) {
    return LIKE_PEDESTRIANS.contains(kind)
        || (kind == VEHICLE_WITHOUT_MOTOR && sequence.startsWith("MOT20"));
  }

  /** A tracker's boxes without those on distractors, in the same order. */
  public List<TracedBox> judged(List<TracedBox> tracks) {
    if (distractors.isEmpty()) {
      return tracks;
    }
    Map<Integer, List<TracedBox>> truths =
        all.stream().collect(Collectors.groupingBy(TracedBox::frame));
    Map<Integer, List<TracedBox>> frames = new HashMap<>();
    tracks.forEach(box -> frames.computeIfAbsent(box.frame(), frame -> new ArrayList<>()).add(box));
    Assignment assignment = new Assignment();
    Set<TracedBox> passed =
        frames.entrySet().stream()
            .flatMap(
                frame ->
                    onDistractors(
                        truths.getOrDefault(frame.getKey(), List.of()),
                        frame.getValue(),
                        assignment)
                        .stream())
            .collect(Collectors.toSet());
    return tracks.stream().filter(box -> !passed.contains(box)).toList();
  }

  private List<TracedBox> onDistractors(
      List<TracedBox> truth, List<TracedBox> tracks, Assignment assignment) {
    double[] gains = new double[truth.size() * tracks.size()];
    int at = 0;
    for (TracedBox expected : truth) {
      for (TracedBox track : tracks) {
        double overlap = expected.box().iou(track.box());
        gains[at++] = overlap >= MotAccuracy.FOUND - MotAccuracy.ROUNDING ? overlap : 0;
      }
    }
    int[] found = assignment.best(gains, truth.size(), tracks.size());
    List<TracedBox> passed = new ArrayList<>();
    for (int row = 0; row < found.length; row++) {
      if (found[row] >= 0 && distractors.contains(truth.get(row))) {
        passed.add(tracks.get(found[row]));
      }
    }
    return passed;
  }
}
