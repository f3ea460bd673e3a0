package io.vedette.inference.reading;

import java.util.List;

/**
 * The numbers of a run's results that belong together: some columns of one tensor, a row for each
 * box.
 *
 * @param tensor number of the tensor among those that are read
 * @param order the order of the tensor in memory
 * @param column first column
 * @param columns number of columns
 */
public record TensorPart(int tensor, Order order, int column, int columns) {
  /** The order of boxes in a tensor. */
  public enum Order {
    /** {@code [pictures, boxes, columns]} */
    ROWS,
    /** {@code [pictures, columns, boxes]} */
    TURNED,
    /** {@code [pictures, boxes]} */
    LIST,
    /** {@code [boxes, columns]}, of one picture or with the picture's number in a column */
    FLAT,
    /** {@code [boxes]} of one picture */
    FLAT_LIST;

    boolean isFlat() {
      return this == FLAT || this == FLAT_LIST;
    }
  }

  /** Columns of rows. */
  public static TensorPart rows(int tensor, int column, int columns) {
    return new TensorPart(tensor, Order.ROWS, column, columns);
  }

  /** One number for each box. */
  public static TensorPart list(int tensor) {
    return new TensorPart(tensor, Order.LIST, 0, 1);
  }

  /** The numbers of one picture. */
  View of(List<Tensor> tensors, int slot) {
    Tensor read = tensors.get(tensor);
    int boxes = boxes(read);
    return switch (order) {
      case ROWS -> {
        int width = read.shape().get(2);
        yield new View(read.values(), slot * boxes * width + column, width, 1);
      }
      case TURNED -> {
        int height = read.shape().get(1);
        yield new View(read.values(), (slot * height + column) * boxes, 1, boxes);
      }
      case LIST -> new View(read.values(), slot * boxes, 1, 1);
      case FLAT -> new View(read.values(), column, read.shape().get(1), 1);
      case FLAT_LIST -> new View(read.values(), 0, 1, 1);
    };
  }

  /** The number of a picture's boxes. */
  int boxes(List<Tensor> tensors) {
    return boxes(tensors.get(tensor));
  }

  private int boxes(Tensor read) {
    return switch (order) {
      case ROWS, LIST -> read.shape().get(1);
      case TURNED -> read.shape().get(2);
      case FLAT, FLAT_LIST -> read.shape().get(0);
    };
  }
}
