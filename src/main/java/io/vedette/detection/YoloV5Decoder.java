package io.vedette.detection;

import io.vedette.geometry.Letterbox;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * YOLOv5's output to objects: the best class of each row whose objectness × class score is high
 * enough for it, then non-maximum suppression within each class and across those that are taken for
 * each other. Confined to one thread; allocates nothing per row.
 *
 * <p>Rows are {@code cx, cy, w, h} in model pixels, objectness, and a score per class, as the
 * published model's detection layer writes them.
 */
public final class YoloV5Decoder {
  private static final int OBJECTNESS = 4;
  private static final int SCORES = 5;

  /** More candidates than this are cut off by score before suppression, which is quadratic. */
  private static final int MOST_CANDIDATES = 30_000;

  private final Labels labels;
  private final DetectionSettings settings;
  private final boolean[] isWanted;
  private final float[] least;
  private final float leastOfAll;
  private final int[] groups;
  private final Candidates candidates = new Candidates();
  private int[] kept = new int[64];

  /**
   * A decoder for a model's classes.
   *
   * @throws io.vedette.runtime.Failure of action STOP when the settings name a class the model does
   *     not have
   */
  public YoloV5Decoder(Labels labels, DetectionSettings settings) {
    this(labels, List.of(), settings);
  }

  /**
   * A decoder for a model's classes.
   *
   * @param calibrated the model's own least confidences by class, which hold where the settings
   *     name none; empty when it has none
   * @throws io.vedette.runtime.Failure of action STOP when the settings name a class the model does
   *     not have
   */
  public YoloV5Decoder(Labels labels, List<Double> calibrated, DetectionSettings settings) {
    this.labels = labels;
    this.settings = settings;
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
      least[label] = (float) (given == null ? model : given.of(labels.name(label), model));
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

  /**
   * The objects of one picture, in falling confidence.
   *
   * @param output float32 {@code [batch, rows, 5 + classes]}
   * @param slot the picture's index in the batch
   * @param rows per picture
   */
  public List<DetectedBox> decode(FloatBuffer output, int slot, int rows, Letterbox letterbox) {
    int columns = SCORES + labels.size();
    collect(output, slot * rows * columns, rows, columns);
    candidates.sort();
    int count = suppress();
    List<DetectedBox> objects = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int index = kept[i];
      int label = candidates.label(index);
      objects.add(
          new DetectedBox(
              labels.name(label),
              label,
              candidates.score(index),
              letterbox.toSource(
                  candidates.left(index),
                  candidates.top(index),
                  candidates.right(index),
                  candidates.bottom(index))));
    }
    return objects;
  }

  private void collect(FloatBuffer output, int start, int rows, int columns) {
    candidates.clear();
    for (int row = start; row < start + rows * columns; row += columns) {
      float objectness = output.get(row + OBJECTNESS);
      if (objectness >= leastOfAll && Float.isFinite(objectness)) {
        consider(output, row, objectness);
      }
    }
  }

  private void consider(FloatBuffer output, int row, float objectness) {
    int best = 0;
    float score = Float.NEGATIVE_INFINITY;
    for (int label = 0; label < isWanted.length; label++) {
      float found = output.get(row + SCORES + label);
      if (found > score) {
        score = found;
        best = label;
      }
    }
    float confidence = objectness * score;
    if (confidence >= least[best] && Float.isFinite(confidence) && isWanted[best]) {
      candidates.add(output, row, best, Math.min(1, confidence));
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
      boolean isAlike = groups[candidates.label(kept[i])] == groups[candidates.label(index)];
      if (isAlike
          && (candidates.overlap(kept[i], index, (float) settings.iou())
              || candidates.isNested(kept[i], index, (float) settings.nested()))) {
        return true;
      }
    }
    return false;
  }
}
