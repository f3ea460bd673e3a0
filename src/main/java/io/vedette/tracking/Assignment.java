package io.vedette.tracking;

import java.util.Arrays;

/**
 * The assignment of rows to columns with the largest sum of gains (Hungarian method with prices and
 * shortest paths). Confined to its owner; keeps its arrays between calls.
 */
public final class Assignment {
  private double[] rowPrice = new double[0];
  private double[] columnPrice = new double[0];
  private double[] slack = new double[0];
  private int[] rowOf = new int[0];
  private int[] previous = new int[0];
  private boolean[] visited = new boolean[0];

  /**
   * The column of each row, or -1. A pair that gains nothing is never made.
   *
   * @param gains row by row; 0 or less where a pair is not allowed
   */
  public int[] best(double[] gains, int rows, int columns) {
    int[] columnOf = new int[rows];
    Arrays.fill(columnOf, -1);
    boolean turned = rows > columns;
    int few = Math.min(rows, columns);
    int many = Math.max(rows, columns);
    reset(few, many);
    for (int row = 1; row <= few; row++) {
      grow(new Table(gains, columns, turned), row, many);
    }
    for (int column = 1; column <= many; column++) {
      if (rowOf[column] > 0) {
        int r = turned ? column - 1 : rowOf[column] - 1;
        int c = turned ? rowOf[column] - 1 : column - 1;
        columnOf[r] = gains[r * columns + c] > 0 ? c : -1;
      }
    }
    return columnOf;
  }

  /** The gains as costs, counted from 1, with at most as many rows as columns. */
  @SuppressWarnings("ArrayRecordComponent") // a view for one call, never compared
  private record Table(double[] gains, int columns, boolean turned) {
    double cost(int row, int column) {
      int at = turned ? (column - 1) * columns + row - 1 : (row - 1) * columns + column - 1;
      return gains[at] > 0 ? -gains[at] : 0; // also of what is no number: no path would end
    }
  }

  /** Adds one row by the cheapest alternating path; column 0 stands for "none yet". */
  private void grow(Table table, int row, int columns) {
    Arrays.fill(slack, 0, columns + 1, Double.POSITIVE_INFINITY);
    Arrays.fill(visited, 0, columns + 1, false);
    rowOf[0] = row;
    int column = 0;
    do {
      visited[column] = true;
      column = step(table, column, columns);
    } while (rowOf[column] != 0);
    while (column != 0) {
      rowOf[column] = rowOf[previous[column]];
      column = previous[column];
    }
  }

  /** Reaches one more column along the cheapest edge and returns it. */
  private int step(Table table, int from, int columns) {
    int row = rowOf[from];
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int column = 1; column <= columns; column++) {
      if (visited[column]) {
        continue;
      }
      double reduced = table.cost(row, column) - rowPrice[row] - columnPrice[column];
      if (reduced < slack[column]) {
        slack[column] = reduced;
        previous[column] = from;
      }
      if (slack[column] < least) {
        least = slack[column];
        nearest = column;
      }
    }
    pay(least, columns);
    return nearest;
  }

  private void pay(double amount, int columns) {
    for (int column = 0; column <= columns; column++) {
      if (visited[column]) {
        rowPrice[rowOf[column]] += amount;
        columnPrice[column] -= amount;
      } else {
        slack[column] -= amount;
      }
    }
  }

  private void reset(int rows, int columns) {
    if (rowPrice.length <= rows) {
      rowPrice = new double[rows + 1];
    }
    if (columnPrice.length <= columns) {
      columnPrice = new double[columns + 1];
      slack = new double[columns + 1];
      rowOf = new int[columns + 1];
      previous = new int[columns + 1];
      visited = new boolean[columns + 1];
    }
    Arrays.fill(rowPrice, 0, rows + 1, 0);
    Arrays.fill(columnPrice, 0, columns + 1, 0);
    Arrays.fill(rowOf, 0, columns + 1, 0);
  }
}
