package io.vedette.model.accuracy;

import io.vedette.frame.DetectedObject;
import io.vedette.model.accuracy.Judgement.Verdict;
import io.vedette.model.data.LabelledBox;
import io.vedette.text.NumberWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The search for the least confidence that suits each class. The rule: the confidence at which F1
 * is best over the pictures of all sets, 0.15 at least, raised, in steps of 0.01, until at most a
 * given share of the pictures without any object gets a box of the class, but not so far that F1
 * falls below a given part of the best. Confined to one thread.
 */
public final class ConfidenceSearch {
  /** Boxes that are less sure are not considered. */
  public static final double LOWEST = 0.05;

  /** The highest that is chosen. */
  static final double HIGHEST = 0.95;

  /** The first step, of 0.01 each; a lower confidence would admit too many doubtful boxes. */
  private static final int FIRST_STEP = 15;

  private static final int STEPS = (int) Math.round(100 * HIGHEST);
  private static final double ROUNDING = 1e-9;
  private static final double LEAST_IOU = 0.5;

  /** The boxes of one class. */
  private static final class Seen {
    private final Ranking ranking = new Ranking();
    private final List<Double> disturbances = new ArrayList<>();
    private int objects;
  }

  /**
   * The requirements of a confidence.
   *
   * @param background share of the pictures without any object that may get a box of a class, 0–1
   * @param keep part of the best F1 that is kept, 0–1
   */
  public record Rule(double background, double keep) {
    public Rule {
      if (!(background >= 0 && background <= 1)) {
        throw new IllegalArgumentException(
            "background: expected 0–1, found " + NumberWords.of(background));
      }
      if (!(keep >= 0 && keep <= 1)) {
        throw new IllegalArgumentException("keep: expected 0–1, found " + NumberWords.of(keep));
      }
    }
  }

  private final Rule rule;
  private final Map<String, Seen> classes = new HashMap<>();
  private int background;

  public ConfidenceSearch(Rule rule) {
    this.rule = rule;
  }

  /**
   * Adds a picture.
   *
   * @param names the names of the classes by index
   * @param found from {@link #LOWEST} on, suppressed as a worker does it
   * @param there the labelled objects
   */
  public void add(List<String> names, List<DetectedObject> found, List<LabelledBox> there) {
    background += there.isEmpty() ? 1 : 0;
    for (int i = 0; i < names.size(); i++) {
      int label = i;
      Seen seen = classes.computeIfAbsent(names.get(label), name -> new Seen());
      List<DetectedObject> boxes =
          found.stream()
              .filter(box -> box.classId() == label)
              .sorted(Comparator.comparingDouble(DetectedObject::confidence).reversed())
              .toList();
      List<LabelledBox> sought =
          there.stream()
              .filter(object -> object.label() == label)
              .sorted(Comparator.comparing(LabelledBox::isCrowd))
              .toList();
      seen.objects += (int) sought.stream().filter(object -> !object.isCrowd()).count();
      Verdict[] verdicts = Judgement.of(boxes, sought, LEAST_IOU);
      for (int rank = 0; rank < verdicts.length; rank++) {
        seen.ranking.add(boxes.get(rank).confidence(), verdicts[rank]);
      }
      if (there.isEmpty() && !boxes.isEmpty()) {
        seen.disturbances.add(boxes.get(0).confidence());
      }
    }
  }

  /** Whether the pictures hold objects of a class. */
  boolean isSeen(String name) {
    Seen seen = classes.get(name);
    return seen != null && seen.objects > 0;
  }

  /** F1 of a class that the pictures hold objects of. */
  double f1(String name, double confidence) {
    return f1(classes.getOrDefault(name, new Seen()), confidence);
  }

  /**
   * The confidence at which a class's F1 is best; that given, where the pictures hold no such
   * object.
   */
  public double best(String name, double otherwise) {
    return isSeen(name) ? at(bestStep(classes.getOrDefault(name, new Seen()))) : otherwise;
  }

  /** The confidence for a class; that given, where the pictures hold no such object. */
  public double confidence(String name, double otherwise) {
    Seen seen = classes.get(name);
    if (seen == null || seen.objects == 0) {
      return otherwise;
    }
    int chosen = bestStep(seen);
    double highest = f1(seen, at(chosen));
    while (chosen < STEPS
        && disturbed(seen, at(chosen)) > rule.background * background
        && f1(seen, at(chosen + 1)) >= rule.keep * highest) {
      chosen++;
    }
    return at(chosen);
  }

  private static int bestStep(Seen seen) {
    int best = FIRST_STEP;
    for (int step = FIRST_STEP + 1; step <= STEPS; step++) {
      if (f1(seen, at(step)) > f1(seen, at(best))) {
        best = step;
      }
    }
    return best;
  }

  /** The next higher confidence that may be chosen. */
  static double above(double confidence) {
    return Math.min(HIGHEST, at((int) Math.floor(100 * confidence + ROUNDING) + 1));
  }

  /** The next lower one. */
  static double below(double confidence) {
    return at((int) Math.ceil(100 * confidence - ROUNDING) - 1);
  }

  /**
   * A class before and after.
   *
   * @param before at the confidence that it had
   * @param after at the one that was found; the same where the pictures hold no such object
   * @param disturbedBefore pictures without any object that have a box of the class
   * @param disturbedAfter the same at the new confidence
   */
  public record Choice(
      ClassPoint before, ClassPoint after, long disturbedBefore, long disturbedAfter) {}

  /**
   * The choice for a class.
   *
   * @param after its new confidence
   */
  public Choice choose(String name, double before, double after) {
    Seen seen = classes.getOrDefault(name, new Seen());
    return new Choice(
        point(name, seen, before),
        point(name, seen, after),
        disturbed(seen, before),
        disturbed(seen, after));
  }

  private static ClassPoint point(String name, Seen seen, double confidence) {
    int[] counts = seen.ranking.counts(confidence);
    return new ClassPoint(name, confidence, seen.objects, counts[1], counts[0] - counts[1]);
  }

  private static double at(int step) {
    return step / 100.0;
  }

  private static long disturbed(Seen seen, double confidence) {
    return seen.disturbances.stream().filter(highest -> highest >= confidence).count();
  }

  private static double f1(Seen seen, double confidence) {
    int[] counts = seen.ranking.counts(confidence);
    return 2.0 * counts[1] / (counts[0] + seen.objects);
  }
}
