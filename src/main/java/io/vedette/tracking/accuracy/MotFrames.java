package io.vedette.tracking.accuracy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Truth and tracks side by side, frame by frame, with ids counted from 0. Immutable.
 *
 * @param truthIds number of true objects
 * @param trackIds number of tracks
 */
record MotFrames(List<Frame> frames, int truthIds, int trackIds) {
  /**
   * One frame.
   *
   * @param truth ids of the true boxes
   * @param tracks ids of the tracks' boxes
   * @param overlap row by row, a row for each true box
   */
  @SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
  record Frame(int[] truth, int[] tracks, double[] overlap) {
    double overlap(int row, int column) {
      return overlap[row * tracks.length + column];
    }
  }

  static MotFrames of(List<TracedBox> truth, List<TracedBox> tracks) {
    TreeMap<Integer, List<TracedBox>> truthByFrame = byFrame(truth);
    TreeMap<Integer, List<TracedBox>> tracksByFrame = byFrame(tracks);
    TreeMap<Integer, Boolean> numbers = new TreeMap<>();
    truthByFrame.keySet().forEach(number -> numbers.put(number, true));
    tracksByFrame.keySet().forEach(number -> numbers.put(number, true));
    Map<Long, Integer> truthIds = new HashMap<>();
    Map<Long, Integer> trackIds = new HashMap<>();
    List<Frame> frames = new ArrayList<>();
    for (Integer number : numbers.keySet()) {
      List<TracedBox> rows = truthByFrame.getOrDefault(number, List.of());
      List<TracedBox> columns = tracksByFrame.getOrDefault(number, List.of());
      frames.add(new Frame(ids(rows, truthIds), ids(columns, trackIds), overlaps(rows, columns)));
    }
    return new MotFrames(List.copyOf(frames), truthIds.size(), trackIds.size());
  }

  private static TreeMap<Integer, List<TracedBox>> byFrame(List<TracedBox> boxes) {
    TreeMap<Integer, List<TracedBox>> frames = new TreeMap<>();
    for (TracedBox box : boxes) {
      frames.computeIfAbsent(box.frame(), number -> new ArrayList<>()).add(box);
    }
    return frames;
  }

  private static int[] ids(List<TracedBox> boxes, Map<Long, Integer> known) {
    return boxes.stream()
        .mapToInt(box -> known.computeIfAbsent(box.id(), id -> known.size()))
        .toArray();
  }

  private static double[] overlaps(List<TracedBox> rows, List<TracedBox> columns) {
    double[] overlaps = new double[rows.size() * columns.size()];
    int at = 0;
    for (TracedBox row : rows) {
      for (TracedBox column : columns) {
        overlaps[at++] = row.box().iou(column.box());
      }
    }
    return overlaps;
  }
}
