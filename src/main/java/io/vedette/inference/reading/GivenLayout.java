package io.vedette.inference.reading;

import io.vedette.geometry.Size;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The layout of an output that has a box, a score and a class at each place.
 *
 * @param boxes the numbers of boxes
 * @param scores 0–1
 * @param labels classes by index
 * @param coding the coding of boxes
 * @param first index that a class is counted from
 * @param picked selects a picture's boxes; null if all are
 * @param isRegular whether there are as many boxes in each run
 */
public record GivenLayout(
    TensorPart boxes,
    TensorPart scores,
    TensorPart labels,
    BoxCoding coding,
    int first,
    @Nullable Picked picked,
    boolean isRegular)
    implements Layout {
  /** Which boxes are a picture's. */
  public interface Picked {
    /** Their numbers. */
    int[] of(List<Tensor> tensors, int slot, int boxes);
  }

  /** All boxes, as many in each run, classes counted from 0. */
  public static GivenLayout of(
      TensorPart boxes, TensorPart scores, TensorPart labels, BoxCoding coding) {
    return new GivenLayout(boxes, scores, labels, coding, 0, null, false);
  }

  /** Corners, score and class of each box in six columns of the first result. */
  public static GivenLayout ofSixColumns() {
    return of(
            TensorPart.rows(0, 0, 4),
            TensorPart.rows(0, 4, 1),
            TensorPart.rows(0, 5, 1),
            PlainBox.CORNERS)
        .regular();
  }

  /** The first so many, as a tensor of one number for each picture says. */
  public static Picked counted(int tensor) {
    return (tensors, slot, boxes) -> {
      int count = Math.round(tensors.get(tensor).values().get(slot));
      return IntStream.range(0, Math.max(0, Math.min(count, boxes))).toArray();
    };
  }

  /** The boxes that have the picture's number in their first column. */
  public static Picked numbered(TensorPart numbers) {
    return (tensors, slot, boxes) -> {
      View view = numbers.of(tensors, slot);
      return IntStream.range(0, boxes).filter(i -> Math.round(view.at(i, 0)) == slot).toArray();
    };
  }

  /** The layout with some of the boxes. */
  public GivenLayout with(Picked some) {
    return new GivenLayout(boxes, scores, labels, coding, first, some, isRegular);
  }

  /** The layout with classes that are counted from another number. */
  public GivenLayout from(int number) {
    return new GivenLayout(boxes, scores, labels, coding, number, picked, isRegular);
  }

  /** The layout with equally many boxes in each run. */
  public GivenLayout regular() {
    return new GivenLayout(boxes, scores, labels, coding, first, picked, true);
  }

  @Override
  public Points points(List<Tensor> tensors, int slot, Size size) {
    int count = boxes.boxes(tensors);
    int[] own =
        picked == null ? IntStream.range(0, count).toArray() : picked.of(tensors, slot, count);
    return new GivenPoints(
        own,
        boxes.of(tensors, slot),
        scores.of(tensors, slot),
        labels.of(tensors, slot),
        this,
        size);
  }

  /** Its places. */
  @SuppressWarnings("ArrayRecordComponent")
  private record GivenPoints(
      int[] own, View boxes, View scores, View labels, GivenLayout layout, Size size)
      implements Points {
    @Override
    public int count() {
      return own.length;
    }

    @Override
    public float bound(int point) {
      return scores.at(own[point], 0);
    }

    @Override
    public int best(int point) {
      return Math.round(labels.at(own[point], 0)) - layout.first;
    }

    @Override
    public float score(int point, int classId) {
      return best(point) == classId ? scores.at(own[point], 0) : 0;
    }

    @Override
    public void box(int point, float[] corners) {
      layout.coding.corners(boxes, own[point], size, corners);
    }
  }
}
