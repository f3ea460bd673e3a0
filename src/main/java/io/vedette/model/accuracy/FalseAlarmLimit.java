package io.vedette.model.accuracy;

import io.vedette.frame.DetectedObject;
import io.vedette.text.NumberWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The largest share of pictures without any object that may have a box of any class. Least
 * confidences are raised from those of the best F1 until it is kept, always where the least F1 is
 * lost for a picture, then lowered again as far as it allows. Confined to one thread.
 */
public final class FalseAlarmLimit {
  private final double share;
  private final List<Map<String, Double>> empties = new ArrayList<>();

  /**
   * A limit without pictures yet.
   *
   * @param share of the pictures without any object, 0–1
   */
  public FalseAlarmLimit(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "empty-at-most: expected 0–1, found " + NumberWords.of(share));
    }
    this.share = share;
  }

  /**
   * Adds a picture without any object.
   *
   * @param found from {@link ConfidenceSearch#LOWEST} on, suppressed within classes alone: a box
   *     that another class's hides is reported once that class's confidence is higher
   */
  public void add(List<DetectedObject> found) {
    Map<String, Double> highest = new HashMap<>();
    found.forEach(box -> highest.merge(box.label(), box.confidence(), Math::max));
    empties.add(highest);
  }

  /** The number of pictures without any object. */
  public int pictures() {
    return empties.size();
  }

  /**
   * The number of those pictures that have a box.
   *
   * @param confidences by class; of others no box counts
   */
  public long disturbed(Map<String, Double> confidences) {
    return empties.stream().filter(empty -> isDisturbed(empty, confidences)).count();
  }

  /** Whether the limit is kept. */
  public boolean isKept(Map<String, Double> confidences) {
    return disturbed(confidences) <= share * empties.size();
  }

  /**
   * The lowest confidences that keep the limit, none below those given; of the classes that a
   * search has seen no objects of, those given. It may be out of reach even so.
   *
   * @param best by class, as the best F1 has them
   */
  public Map<String, Double> raised(Map<String, Double> best, ConfidenceSearch search) {
    Map<String, Double> raised = new LinkedHashMap<>(best);
    while (!isKept(raised)) {
      @Nullable Raise cheapest = cheapest(raised, search);
      if (cheapest == null) {
        break;
      }
      raised.put(cheapest.name, cheapest.confidence);
    }
    best.forEach((name, lowest) -> lower(raised, name, lowest));
    return raised;
  }

  /** A class's next confidence that fewer pictures have a box of. */
  private record Raise(String name, double confidence, double loss) {}

  private @Nullable Raise cheapest(Map<String, Double> present, ConfidenceSearch search) {
    @Nullable Raise cheapest = null;
    for (String name : present.keySet()) {
      @Nullable Raise raise = search.isSeen(name) ? raise(present, name, search) : null;
      if (raise != null && (cheapest == null || raise.loss < cheapest.loss)) {
        cheapest = raise;
      }
    }
    return cheapest;
  }

  private @Nullable Raise raise(Map<String, Double> present, String name, ConfidenceSearch search) {
    double now = confidence(present, name);
    long before = having(name, now);
    for (double next = now; next < ConfidenceSearch.HIGHEST; ) {
      next = ConfidenceSearch.above(next);
      long fewer = before - having(name, next);
      if (fewer > 0) {
        return new Raise(name, next, (search.f1(name, now) - search.f1(name, next)) / fewer);
      }
    }
    return null;
  }

  private void lower(Map<String, Double> present, String name, double lowest) {
    double kept = confidence(present, name);
    while (kept > lowest) {
      double next = Math.max(lowest, ConfidenceSearch.below(kept));
      present.put(name, next);
      if (!isKept(present)) {
        present.put(name, kept);
        return;
      }
      kept = next;
    }
  }

  private long having(String name, double confidence) {
    return empties.stream().filter(empty -> empty.getOrDefault(name, 0.0) >= confidence).count();
  }

  private static double confidence(Map<String, Double> confidences, String name) {
    return confidences.getOrDefault(name, Double.MAX_VALUE);
  }

  private static boolean isDisturbed(Map<String, Double> empty, Map<String, Double> confidences) {
    return empty.entrySet().stream()
        .anyMatch(box -> box.getValue() >= confidence(confidences, box.getKey()));
  }
}
