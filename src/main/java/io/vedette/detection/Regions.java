package io.vedette.detection;

import io.vedette.frame.Motion;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The choice of a picture's regions that are inferred in full resolution, in the model's shape:
 * around motion, or, for a still picture, tiles that cover it. The same picture and motion give the
 * same regions. Immutable.
 */
public final class Regions {
  /** The factor by which a region is larger than the movement in it. */
  private static final double ROOM = 1.35;

  /** A region is at least so wide, in parts of what the model sees. */
  private static final double CLOSEST = 0.75;

  /**
   * The length, in pixels of the model's input for the whole, from which an object is large enough
   * there.
   */
  private static final double LONGEST = 48;

  /** The length below which a movement comes first. */
  private static final double SHORT = 20;

  /** A region is at most so wide, as a part of the picture. */
  private static final double WIDEST = 0.6;

  /** The factor by which a region may grow to include more, against the smallest one. */
  private static final double GROWN = 1.5;

  /** Tiles overlap by so much of their side: what an edge cuts off is whole in the next. */
  private static final double OVERLAP = 0.2;

  /** The least factor by which more tiles have to enlarge objects. */
  private static final double WORTH = 1.1;

  private final Size model;
  private final int most;

  /**
   * @param model the pictures that the model sees
   * @param most regions of a picture
   */
  public Regions(Size model, int most) {
    this.model = model;
    this.most = most;
  }

  /** The most pictures that are inferred for one frame. */
  public int pictures() {
    return 1 + most;
  }

  /**
   * Around what moves.
   *
   * @param motion null where nobody looked for it
   */
  public List<RelativeBox> of(@Nullable Motion motion, Size picture) {
    if (motion == null || motion.isWhole() || most == 0) {
      return List.of();
    }
    double least = CLOSEST * model.width() / picture.width();
    double shape = (double) model.height() / model.width() * picture.width() / picture.height();
    List<RelativeBox> clusters = new ArrayList<>();
    for (RelativeBox box : smallFirst(motion.moving(), picture)) {
      add(clusters, box, Math.max(1e-3, least), shape);
    }
    return clusters.stream().map(box -> onPixels(around(box, least, shape), picture)).toList();
  }

  /**
   * Tiles that cover a picture, row by row: as many as are allowed, and none that would not show
   * things larger than fewer do.
   */
  public List<RelativeBox> tiles(Size picture) {
    int columns = 1;
    int rows = 1;
    for (int count = 2; count <= most; count++) {
      for (int wide = count; wide >= 1; wide--) {
        boolean isWorth =
            count % wide == 0
                && scale(picture, wide, count / wide) > WORTH * scale(picture, columns, rows);
        columns = isWorth ? wide : columns;
        rows = isWorth ? count / wide : rows;
      }
    }
    return columns * rows == 1 ? List.of() : tiles(picture, columns, rows);
  }

  private static List<RelativeBox> tiles(Size picture, int columns, int rows) {
    double w = side(columns);
    double h = side(rows);
    List<RelativeBox> tiles = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double x = column * w * (1 - OVERLAP);
        double y = row * h * (1 - OVERLAP);
        tiles.add(onPixels(RelativeBox.ofCorners(x, y, x + w, y + h), picture));
      }
    }
    return tiles;
  }

  /** A tile's side, as a part of the picture's, where so many overlap along it. */
  private static double side(int tiles) {
    return 1 / (tiles - (tiles - 1) * OVERLAP);
  }

  /** Pixels that the model sees for one of the picture, in tiles; more than enough is no better. */
  private double scale(Size picture, int columns, int rows) {
    return Math.min(
        1 / CLOSEST,
        Math.min(
            model.width() / (side(columns) * picture.width()),
            model.height() / (side(rows) * picture.height())));
  }

  /** A region whose edges are such that it can be cut out as it is. */
  private static RelativeBox onPixels(RelativeBox region, Size size) {
    int left = (int) (region.x() * size.width()) & -Picture.CROP_GRAIN;
    int top = (int) (region.y() * size.height()) & -2;
    int right = Math.min(size.width(), (int) Math.ceil(region.right() * size.width()));
    int bottom = Math.min(size.height(), (int) Math.ceil(region.bottom() * size.height()));
    return RelativeBox.ofCorners(
        (double) left / size.width(),
        (double) top / size.height(),
        (double) right / size.width(),
        (double) bottom / size.height());
  }

  /**
   * The movements that are small in the whole before others, without those that are large enough
   * there.
   */
  private List<RelativeBox> smallFirst(List<RelativeBox> boxes, Size size) {
    double scale =
        Math.min((double) model.width() / size.width(), (double) model.height() / size.height());
    List<RelativeBox> small = new ArrayList<>();
    List<RelativeBox> others = new ArrayList<>();
    for (RelativeBox box : boxes) {
      double length = scale * Math.max(box.w() * size.width(), box.h() * size.height());
      if (length <= SHORT) {
        small.add(box);
      } else if (length <= LONGEST) {
        others.add(box);
      }
    }
    small.addAll(others);
    return small;
  }

  /** Joins what moves to a region that has room for it, or begins another. */
  private void add(List<RelativeBox> clusters, RelativeBox box, double least, double shape) {
    if (width(box, shape) > WIDEST) {
      return;
    }
    double widest = Math.min(WIDEST, GROWN * least);
    for (int i = 0; i < clusters.size(); i++) {
      RelativeBox joined = joined(clusters.get(i), box);
      if (width(joined, shape) <= Math.max(widest, width(clusters.get(i), shape))) {
        clusters.set(i, joined);
        return;
      }
    }
    if (clusters.size() < most) {
      clusters.add(box);
    }
  }

  /** The width of a region around a box, as a part of the picture. */
  private static double width(RelativeBox box, double shape) {
    return ROOM * Math.max(box.w(), box.h() / shape);
  }

  private static RelativeBox around(RelativeBox box, double least, double shape) {
    double w = Math.min(1, Math.max(least, width(box, shape)));
    double h = Math.min(1, w * shape);
    double x = Math.max(0, Math.min(1 - w, box.x() + box.w() / 2 - w / 2));
    double y = Math.max(0, Math.min(1 - h, box.y() + box.h() / 2 - h / 2));
    return RelativeBox.ofCorners(x, y, x + w, y + h);
  }

  private static RelativeBox joined(RelativeBox one, RelativeBox other) {
    return RelativeBox.ofCorners(
        Math.min(one.x(), other.x()),
        Math.min(one.y(), other.y()),
        Math.max(one.right(), other.right()),
        Math.max(one.bottom(), other.bottom()));
  }
}
