package io.vedette.tracking.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.RandomCases;
import io.vedette.geometry.RelativeBox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

/**
 * The measures against their definitions (Luiten 2021, Ristani 2016, Bernardin 2008), written down
 * once more as plainly as can be, with all pairings tried out.
 */
class MotReferenceTest {
  private static final int FRAMES = 8;

  @Test
  void shouldMeasureWhatTheDefinitionsSay() {
    RandomCases.check(
        400,
        random -> {
          List<TracedBox> truth = truth(random);
          List<TracedBox> tracks = tracks(truth, random);

          MotAccuracy accuracy = MotAccuracy.of(truth, tracks);

          assertThat(accuracy.idf1()).isCloseTo(idf1(truth, tracks), within(1e-9));
          assertThat(accuracy.hota()).isCloseTo(hota(truth, tracks), within(1e-9));
          assertThat(accuracy.mota()).isCloseTo(mota(truth, tracks), within(1e-9));
        });
  }

  /** Objects that wander close to each other, and some that come late or leave early. */
  private static List<TracedBox> truth(Random random) {
    List<TracedBox> truth = new ArrayList<>();
    for (long id = 0; id < 1 + random.nextInt(4); id++) {
      double x = 0.2 + 0.3 * random.nextDouble();
      for (int frame = random.nextInt(3); frame < FRAMES - random.nextInt(3); frame++) {
        x += 0.04 * random.nextGaussian();
        truth.add(new TracedBox(frame, id, new RelativeBox(x, 0.1, 0.2, 0.3)));
      }
    }
    return truth;
  }

  /** Boxes beside the true ones, of tracks that break, swap, end and come of nothing. */
  private static List<TracedBox> tracks(List<TracedBox> truth, Random random) {
    Map<Integer, Map<Long, TracedBox>> frames = new HashMap<>();
    for (TracedBox box : truth) {
      if (random.nextInt(6) > 0) {
        long id = random.nextInt(5) == 0 ? random.nextInt(5) : box.id();
        double x = box.box().x() + 0.05 * random.nextGaussian();
        double h = 0.3 * (0.7 + 0.5 * random.nextDouble());
        frames
            .computeIfAbsent(box.frame(), frame -> new LinkedHashMap<>())
            .putIfAbsent(id, new TracedBox(box.frame(), id, new RelativeBox(x, 0.1, 0.2, h)));
      }
    }
    return frames.values().stream().flatMap(boxes -> boxes.values().stream()).toList();
  }

  private static double mota(List<TracedBox> truth, List<TracedBox> tracks) {
    Map<Long, Long> last = new HashMap<>();
    Map<Long, Long> before = new HashMap<>();
    double good = 0;
    for (int frame = 0; frame < FRAMES; frame++) {
      List<TracedBox> rows = in(frame, truth);
      List<TracedBox> columns = in(frame, tracks);
      Map<Long, Long> kept = before;
      List<Pair> pairs =
          best(
              rows,
              columns,
              (row, column) ->
                  iou(row, column) < 0.5
                      ? 0
                      : iou(row, column)
                          + (column.id() == kept.getOrDefault(row.id(), -1L) ? 1000 : 0));
      if (!rows.isEmpty() && !columns.isEmpty()) {
        before = new HashMap<>();
      }
      for (Pair pair : pairs) {
        good++;
        before.put(pair.row.id(), pair.column.id());
        Long former = last.put(pair.row.id(), pair.column.id());
        good -= former != null && former != pair.column.id() ? 1 : 0;
      }
      good -= columns.size() - pairs.size();
    }
    return good / truth.size();
  }

  private static double idf1(List<TracedBox> truth, List<TracedBox> tracks) {
    List<TracedBox> ids = first(truth);
    List<TracedBox> trackIds = first(tracks);
    ToDoubleBiFunction<TracedBox, TracedBox> together =
        (row, column) -> {
          double count = 0;
          for (int frame = 0; frame < FRAMES; frame++) {
            for (TracedBox box : in(frame, truth)) {
              for (TracedBox other : in(frame, tracks)) {
                boolean isPair = box.id() == row.id() && other.id() == column.id();
                count += isPair && iou(box, other) >= 0.5 ? 1 : 0;
              }
            }
          }
          return count;
        };
    double found =
        best(ids, trackIds, together).stream()
            .mapToDouble(pair -> together.applyAsDouble(pair.row, pair.column))
            .sum();
    return 2 * found / (truth.size() + tracks.size());
  }

  private static double hota(List<TracedBox> truth, List<TracedBox> tracks) {
    Map<List<Long>, Double> alignment = alignment(truth, tracks);
    double sum = 0;
    for (int step = 1; step <= 19; step++) {
      double alpha = step * 0.05;
      Map<List<Long>, Double> counts = new HashMap<>();
      for (int frame = 0; frame < FRAMES; frame++) {
        for (Pair pair :
            best(
                in(frame, truth),
                in(frame, tracks),
                (row, column) ->
                    alignment.getOrDefault(List.of(row.id(), column.id()), 0.0)
                        * iou(row, column))) {
          if (iou(pair.row, pair.column) >= alpha) {
            counts.merge(List.of(pair.row.id(), pair.column.id()), 1.0, Double::sum);
          }
        }
      }
      double found = counts.values().stream().mapToDouble(count -> count).sum();
      double association = 0;
      for (Map.Entry<List<Long>, Double> entry : counts.entrySet()) {
        double boxes = boxes(truth, entry.getKey().get(0)) + boxes(tracks, entry.getKey().get(1));
        association += entry.getValue() * entry.getValue() / (boxes - entry.getValue());
      }
      double detection = found / (truth.size() + tracks.size() - found);
      sum += found == 0 ? 0 : Math.sqrt(detection * association / found);
    }
    return sum / 19;
  }

  /** A soft count of how often two ids overlap, over how often either is there. */
  private static Map<List<Long>, Double> alignment(List<TracedBox> truth, List<TracedBox> tracks) {
    Map<List<Long>, Double> together = new HashMap<>();
    for (int frame = 0; frame < FRAMES; frame++) {
      List<TracedBox> rows = in(frame, truth);
      List<TracedBox> columns = in(frame, tracks);
      for (TracedBox row : rows) {
        for (TracedBox column : columns) {
          double here = iou(row, column);
          double rowSum = columns.stream().mapToDouble(other -> iou(row, other)).sum();
          double columnSum = rows.stream().mapToDouble(other -> iou(other, column)).sum();
          if (here > 0) {
            together.merge(
                List.of(row.id(), column.id()), here / (rowSum + columnSum - here), Double::sum);
          }
        }
      }
    }
    together.replaceAll(
        (ids, count) -> count / (boxes(truth, ids.get(0)) + boxes(tracks, ids.get(1)) - count));
    return together;
  }

  private record Pair(TracedBox row, TracedBox column) {}

  /** The pairing of the largest sum, by trying all; pairs of no gain are left apart. */
  private static List<Pair> best(
      List<TracedBox> rows,
      List<TracedBox> columns,
      ToDoubleBiFunction<TracedBox, TracedBox> gain) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<TracedBox> others = rows.subList(1, rows.size());
    List<Pair> best = best(others, columns, gain);
    for (TracedBox column : columns) {
      if (gain.applyAsDouble(rows.get(0), column) > 0) {
        List<TracedBox> left = new ArrayList<>(columns);
        left.remove(column);
        List<Pair> found = new ArrayList<>(best(others, left, gain));
        found.add(new Pair(rows.get(0), column));
        best = sum(found, gain) > sum(best, gain) ? found : best;
      }
    }
    return best;
  }

  private static double sum(List<Pair> pairs, ToDoubleBiFunction<TracedBox, TracedBox> gain) {
    return pairs.stream().mapToDouble(pair -> gain.applyAsDouble(pair.row, pair.column)).sum();
  }

  private static List<TracedBox> in(int frame, List<TracedBox> boxes) {
    return boxes.stream().filter(box -> box.frame() == frame).toList();
  }

  private static List<TracedBox> first(List<TracedBox> boxes) {
    Map<Long, TracedBox> first = new LinkedHashMap<>();
    boxes.forEach(box -> first.putIfAbsent(box.id(), box));
    return List.copyOf(first.values());
  }

  private static double boxes(List<TracedBox> boxes, long id) {
    return boxes.stream().filter(box -> box.id() == id).count();
  }

  private static double iou(TracedBox a, TracedBox b) {
    return a.box().iou(b.box());
  }
}
