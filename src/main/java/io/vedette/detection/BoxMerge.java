package io.vedette.detection;

import io.vedette.config.LabelGroup;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The merging of the boxes of a picture and of its regions to objects of the picture. A box that
 * the inner edge of a region cuts off is replaced by one that is whole; of several boxes of one
 * object the one with the highest confidence stays. The same boxes in the same order give the same
 * objects. Immutable.
 */
public final class BoxMerge {
  /** A box so near to its region's edge, in parts of the region, is cut off by it. */
  private static final double EDGE = 0.015;

  /**
   * The least share of a cut box within a whole one, or the other way round, at which they are one
   * object.
   */
  private static final double COVERED = 0.5;

  /** A box that is so much smaller is of something farther away. */
  private static final double FARTHER = 0.15;

  private final DetectionSettings settings;

  public BoxMerge(DetectionSettings settings) {
    this.settings = settings;
  }

  /**
   * The detections in one picture of a frame.
   *
   * @param region null for the whole picture
   * @param boxes the boxes in the region's coordinates, in falling confidence
   */
  public record Look(@Nullable RelativeBox region, List<DetectedObject> boxes) {}

  private record Candidate(DetectedObject box, boolean isCut) {}

  /** The objects of the picture, in falling confidence. */
  public List<DetectedObject> merge(List<Look> looks) {
    if (looks.size() == 1 && looks.get(0).region() == null) {
      return looks.get(0).boxes();
    }
    List<Candidate> candidates = new ArrayList<>();
    looks.forEach(look -> look.boxes().forEach(box -> candidates.add(candidate(look, box))));
    candidates.sort(
        Comparator.comparing(Candidate::isCut)
            .thenComparing(candidate -> -candidate.box.confidence()));
    List<Candidate> kept = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (kept.stream().noneMatch(other -> isSame(other, candidate))) {
        kept.add(candidate);
      }
    }
    return kept.stream()
        .map(Candidate::box)
        .sorted(Comparator.comparingDouble(box -> -box.confidence()))
        .limit(settings.most())
        .toList();
  }

  private static Candidate candidate(Look look, DetectedObject found) {
    RelativeBox region = look.region();
    if (region == null) {
      return new Candidate(found, false);
    }
    RelativeBox own = found.box();
    RelativeBox box =
        RelativeBox.ofCorners(
            region.x() + own.x() * region.w(),
            region.y() + own.y() * region.h(),
            region.x() + own.right() * region.w(),
            region.y() + own.bottom() * region.h());
    return new Candidate(
        new DetectedObject(found.label(), found.classId(), found.confidence(), box),
        isCut(own, region));
  }

  /** Whether a box reaches an edge of its region that is not the picture's. */
  private static boolean isCut(RelativeBox own, RelativeBox region) {
    boolean isAtLeft = own.x() < EDGE && region.x() > 0;
    boolean isAtTop = own.y() < EDGE && region.y() > 0;
    boolean isAtRight = own.right() > 1 - EDGE && region.right() < 1;
    boolean isAtBottom = own.bottom() > 1 - EDGE && region.bottom() < 1;
    return isAtLeft || isAtTop || isAtRight || isAtBottom;
  }

  /** Whether a box that was kept is of the same object as another. */
  private boolean isSame(Candidate kept, Candidate other) {
    RelativeBox a = kept.box.box();
    RelativeBox b = other.box.box();
    double common = common(a, b);
    if (common == 0
        || !LabelGroup.areAlike(settings.confusable(), kept.box.label(), other.box.label())) {
      return false;
    }
    double smaller = Math.min(a.area(), b.area());
    boolean isNested =
        common > settings.nested() * smaller && smaller >= FARTHER * Math.max(a.area(), b.area());
    return a.iou(b) > settings.iou() || isNested || (other.isCut && common > COVERED * smaller);
  }

  private static double common(RelativeBox a, RelativeBox b) {
    double width = Math.min(a.right(), b.right()) - Math.max(a.x(), b.x());
    double height = Math.min(a.bottom(), b.bottom()) - Math.max(a.y(), b.y());
    return width <= 0 || height <= 0 ? 0 : width * height;
  }
}
