package io.vedette.detection;

import io.vedette.geometry.Letterbox;
import io.vedette.inference.OnnxModel;
import io.vedette.inference.reading.PictureForm;
import io.vedette.inference.reading.Points;
import io.vedette.text.Count;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A check of a model's results for its first pictures, which warns once if input or output seem to
 * be misunderstood. Thread-safe.
 */
final class SilenceGuard {
  private static final Logger LOG = LoggerFactory.getLogger(SilenceGuard.class);

  /** Pictures that are looked at. */
  static final int PICTURES = 200;

  /** Fewer, which may just be empty ones, say nothing about scores. */
  static final int LEAST_PICTURES = 50;

  /** Scores of detectors exceed it now and then, whatever they see. */
  static final float FAINT = 0.05f;

  private static final int ENOUGH_BOXES = 50;
  private static final int LEAST_BOXES = 10;
  private static final float CERTAIN = 0.25f;

  private static final float ROUNDING = 0.01f;

  /** Boxes less wide and high than this, in pixels, are numbers of 0-1 taken for pixels. */
  private static final float UNIT = 2;

  private final OnnxModel model;
  private final float[] corners = new float[4];
  private int pictures;
  private float highest;
  private int boxes;
  private int outside;
  private int tiny;
  private int broken;
  private volatile boolean isDone;

  SilenceGuard(OnnxModel model) {
    this.model = model;
  }

  /** Looks at a picture's places, unless enough was seen. Where there are none, nothing is said. */
  void add(Points points, Letterbox letterbox) {
    if (!isDone && points.count() > 0) {
      count(points, letterbox);
    }
  }

  private synchronized void count(Points points, Letterbox letterbox) {
    if (isDone) {
      return;
    }
    pictures++;
    for (int point = 0; point < points.count(); point++) {
      float bound = points.bound(point);
      if (bound >= Math.min(highest, CERTAIN) || Float.isNaN(bound)) {
        place(points, point, letterbox);
      }
    }
    if (pictures >= PICTURES || boxes + broken >= ENOUGH_BOXES) {
      judge(LEAST_BOXES);
    }
  }

  private void place(Points points, int point, Letterbox letterbox) {
    float score = points.score(point, Math.max(0, points.best(point)));
    highest = Float.isFinite(score) ? Math.max(highest, score) : highest;
    if (!isUnit(score)) {
      broken++;
    } else if (score >= CERTAIN) {
      points.box(point, corners);
      box(letterbox);
    }
  }

  private static boolean isUnit(float score) {
    return score >= -ROUNDING && score <= 1 + ROUNDING;
  }

  /** Takes what was seen for all there is. */
  synchronized void end() {
    if (!isDone && pictures > 0) {
      judge(1);
    }
  }

  private void box(Letterbox letterbox) {
    if (!Float.isFinite(corners[0] + corners[2]) || !Float.isFinite(corners[1] + corners[3])) {
      broken++;
      return;
    }
    boxes++;
    float x = (corners[0] + corners[2]) / 2 - letterbox.left();
    float y = (corners[1] + corners[3]) / 2 - letterbox.top();
    boolean isInside =
        isWithin(x, letterbox.content().width()) && isWithin(y, letterbox.content().height());
    outside += isInside ? 0 : 1;
    tiny += Math.max(Math.abs(corners[2]), Math.abs(corners[3])) < UNIT ? 1 : 0;
  }

  private static boolean isWithin(float place, int length) {
    return place >= 0 && place <= length;
  }

  /**
   * Warns of the likeliest fault.
   *
   * @param least the number of boxes that say enough if all of them lie outside the picture
   */
  private void judge(int least) {
    isDone = true;
    if (broken > boxes) {
      logBroken();
    } else if (highest <= FAINT && pictures >= LEAST_PICTURES) {
      logSilence();
    } else if (boxes >= LEAST_BOXES && 2 * tiny > boxes) {
      logMisplaced(
          tiny, "in the top left pixel: its boxes may be parts of the picture and not pixels, as");
    } else if (isMisplaced(least)) {
      logMisplaced(outside, "outside the picture: they may not be written as");
    }
  }

  private boolean isMisplaced(int least) {
    return (boxes >= LEAST_BOXES && 2 * outside > boxes) || (boxes >= least && outside == boxes);
  }

  private void logBroken() {
    LOG.warn(
        "model {}: {} of its first {} places have no score of 0-1 or no finite box: its weights may"
            + " be damaged, its numbers too large for float16, or its scores not those of {}",
        model.name(),
        broken,
        broken + boxes,
        model.reading().family());
  }

  private void logSilence() {
    PictureForm form = model.reading().form();
    LOG.warn(
        "model {}: no score above {} in its first {} ({} at most): it may be no {} that wants"
            + " pictures as {} {} (see vedette model info; inference.family says otherwise), or see"
            + " nothing here",
        model.name(),
        FAINT,
        Count.pictures(pictures),
        String.format(Locale.ROOT, "%.3f", highest),
        model.reading().family(),
        form.colours(),
        form.scaling());
  }

  private void logMisplaced(int count, String where) {
    LOG.warn(
        "model {}: {} of its first {} boxes lie {} those of {} (inference.family says otherwise)",
        model.name(),
        count,
        boxes,
        where,
        model.reading().family());
  }
}
