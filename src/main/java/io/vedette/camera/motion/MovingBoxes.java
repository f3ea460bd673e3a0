package io.vedette.camera.motion;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The boxes around changed cells: adjacent cells belong to one box. A faint change, such as a drop
 * of rain makes, counts only near a change in the picture before. Confined to one thread.
 */
final class MovingBoxes {
  /** The largest number of boxes of a picture; the smallest ones are merged into one. */
  static final int MOST = 8;

  private static final int GRAIN = 4096;

  /** The least change of a box that is not faint, in multiples of the least change of a cell. */
  private static final int STRONG_TIMES = 6;

  /** The largest distance, in cells, of a faint change from a change in the picture before. */
  private static final int NEAR = 3;

  private int[] stack = {};
  private List<Part> before = List.of();

  /** A box of cells, ends included, and the sum of changes in it. */
  private record Part(int left, int top, int right, int bottom, long mass) {
    Part and(Part other) {
      return new Part(
          Math.min(left, other.left),
          Math.min(top, other.top),
          Math.max(right, other.right),
          Math.max(bottom, other.bottom),
          mass + other.mass);
    }

    boolean isNear(Part other) {
      return left - NEAR <= other.right
          && other.left <= right + NEAR
          && top - NEAR <= other.bottom
          && other.top <= bottom + NEAR;
    }
  }

  /**
   * The boxes, those of most change first.
   *
   * @param excess by cell, above 0 where it has changed; cleared
   * @param least the least change of a cell that counts
   */
  List<RelativeBox> of(int[] excess, Size cells, int least) {
    List<Part> parts = new ArrayList<>();
    List<Part> all = new ArrayList<>();
    for (int i = 0; i < excess.length; i++) {
      if (excess[i] > 0) {
        Part part = fill(excess, cells, i);
        all.add(part);
        if (part.mass > (long) STRONG_TIMES * least || before.stream().anyMatch(part::isNear)) {
          parts.add(part);
        }
      }
    }
    before = all;
    parts.sort(Comparator.comparingLong(Part::mass).reversed());
    List<RelativeBox> boxes = new ArrayList<>();
    for (Part part : limited(parts)) {
      boxes.add(box(part, cells));
    }
    return boxes;
  }

  private static List<Part> limited(List<Part> parts) {
    if (parts.size() <= MOST) {
      return parts;
    }
    List<Part> kept = new ArrayList<>(parts.subList(0, MOST - 1));
    kept.add(parts.subList(MOST - 1, parts.size()).stream().reduce(Part::and).orElseThrow());
    return kept;
  }

  /** Clears all cells that are connected with one, and returns the box around them. */
  private Part fill(int[] excess, Size cells, int first) {
    if (stack.length != excess.length) {
      stack = new int[excess.length];
    }
    int width = cells.width();
    int waiting = 0;
    stack[waiting++] = first;
    int left = first % width;
    int right = left;
    int top = first / width;
    int bottom = top;
    long mass = excess[first];
    excess[first] = 0;
    while (waiting > 0) {
      int cell = stack[--waiting];
      int x = cell % width;
      int y = cell / width;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      for (int near = Math.max(0, y - 1); near <= Math.min(cells.height() - 1, y + 1); near++) {
        for (int beside = Math.max(0, x - 1); beside <= Math.min(width - 1, x + 1); beside++) {
          int next = near * width + beside;
          if (excess[next] > 0) {
            mass += excess[next];
            excess[next] = 0;
            stack[waiting++] = next;
          }
        }
      }
    }
    return new Part(left, top, right, bottom, mass);
  }

  private static RelativeBox box(Part part, Size cells) {
    int left = part.left * GRAIN / cells.width();
    int top = part.top * GRAIN / cells.height();
    int right = ceiling((part.right + 1) * GRAIN, cells.width());
    int bottom = ceiling((part.bottom + 1) * GRAIN, cells.height());
    return new RelativeBox(grains(left), grains(top), grains(right - left), grains(bottom - top));
  }

  private static int ceiling(int value, int divisor) {
    return (value + divisor - 1) / divisor;
  }

  private static double grains(int number) {
    return (double) number / GRAIN;
  }
}
