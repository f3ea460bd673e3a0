package io.vedette.detection;

import io.vedette.frame.DetectedObject;
import io.vedette.geometry.Letterbox;
import io.vedette.geometry.RelativeBox;
import io.vedette.inference.reading.Points;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The decoder of a detector's output to objects: the best class of each place whose score is high
 * enough, then non-maximum suppression within each class and across confusable ones. Confined to
 * one thread; allocates nothing per place.
 */
public final class OutputDecoder {
  /** More candidates than this are cut off by score before suppression, which is quadratic. */
  private static final int MOST_CANDIDATES = 30_000;

  private final Labels labels;
  private final DetectionSettings settings;
  private final boolean[] isWanted;
  private final float[] least;
  private final float leastOfAll;
  private final int[] groups;
  private final boolean isSuppressed;
  private final Candidates candidates = new Candidates();
  private final float[] corners = new float[4];
  private int[] kept = new int[64];

  /**
   * A decoder for a model's classes.
   *
   * @throws io.vedette.runtime.Failure of action STOP when the settings name a class the model does
   *     not have
   */
  public OutputDecoder(Labels labels, DetectionSettings settings) {
    this(labels, List.of(), false, settings);
  }

  /**
   * A decoder for a model's classes.
   *
   * @param calibrated the model's own least confidences by class, which hold where the settings
   *     name none; empty when it has none
   * @param isSuppressed whether the model itself leaves one box of a class for each object
   * @throws io.vedette.runtime.Failure of action STOP when the settings name a class the model does
   *     not have
   */
  public OutputDecoder(
      Labels labels, List<Double> calibrated, boolean isSuppressed, DetectionSettings settings) {
    this.labels = labels;
    this.settings = settings;
    this.isSuppressed = isSuppressed;
    this.isWanted = labels.among(settings.classes());
    this.groups = labels.groups(settings.confusable());
    this.least = least(labels, calibrated, settings.confidence());
    this.leastOfAll = leastOf(least, isWanted);
  }

  private static float[] least(
      Labels labels, List<Double> calibrated, @Nullable Confidences given) {
    boolean[] unused = labels.among(given == null ? Set.of() : given.byLabel().keySet());
    float[] least = new float[labels.size()];
    for (int label = 0; label < least.length; label++) {
      double model =
          calibrated.isEmpty() ? DetectionSettings.USUAL_CONFIDENCE : calibrated.get(label);
      @Nullable Double own = given == null ? null : labels.given(given.byLabel(), label);
      double usual = given == null ? model : given.of("", model);
      least[label] = (float) (own == null ? usual : own);
    }
    return least;
  }

  private static float leastOf(float[] least, boolean[] isWanted) {
    float lowest = Float.MAX_VALUE;
    for (int label = 0; label < least.length; label++) {
      lowest = isWanted[label] ? Math.min(lowest, least[label]) : lowest;
    }
    return lowest;
  }

  /** The least confidence of a class's objects. */
  public double confidence(int classId) {
    return least[classId];
  }

  /** The objects of one picture, in falling confidence. */
  public List<DetectedObject> decode(Points points, Letterbox letterbox) {
    collect(points);
    candidates.sort();
    int count = suppress();
    List<DetectedObject> objects = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int index = kept[i];
      int label = candidates.label(index);
      RelativeBox box =
          letterbox.toSource(
              candidates.left(index),
              candidates.top(index),
              candidates.right(index),
              candidates.bottom(index));
      if (box.w() > 0 && box.h() > 0) { // else it is outside the picture
        objects.add(new DetectedObject(labels.name(label), label, candidates.score(index), box));
      }
    }
    return objects;
  }

  private void collect(Points points) {
    candidates.clear();
    int count = points.count();
    for (int point = 0; point < count; point++) {
      float bound = points.bound(point);
      if (bound >= leastOfAll && Float.isFinite(bound)) {
        consider(points, point);
      }
    }
  }

  /** A class that the model should not have counts for nothing. */
  private void consider(Points points, int point) {
    int best = points.best(point);
    if (best >= 0 && best < isWanted.length && isWanted[best]) {
      float confidence = points.score(point, best);
      if (confidence >= least[best] && Float.isFinite(confidence)) {
        points.box(point, corners);
        candidates.add(corners, best, Math.min(1, confidence));
      }
    }
  }

  /** Greedy: the best box stays, those alike that overlap it or are nested go, and so on. */
  private int suppress() {
    int count = 0;
    int considered = Math.min(candidates.size(), MOST_CANDIDATES);
    for (int rank = 0; rank < considered && count < settings.most(); rank++) {
      int index = candidates.at(rank);
      if (!isCovered(index, count)) {
        if (count == kept.length) {
          kept = java.util.Arrays.copyOf(kept, 2 * count);
        }
        kept[count++] = index;
      }
    }
    return count;
  }

  private boolean isCovered(int index, int count) {
    for (int i = 0; i < count; i++) {
      int label = candidates.label(index);
      int before = candidates.label(kept[i]);
      boolean isAlike = groups[before] == groups[label] && !(isSuppressed && before == label);
      if (isAlike
          && (candidates.overlap(kept[i], index, (float) settings.iou())
              || candidates.isNested(kept[i], index, (float) settings.nested()))) {
        return true;
      }
    }
    return false;
  }
}
