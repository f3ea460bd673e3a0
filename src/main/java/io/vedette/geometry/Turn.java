package io.vedette.geometry;

import java.math.BigDecimal;

/** The exact side of a line on which a point lies, without rounding. Immutable. */
final class Turn {
  /** Above this part of its terms, a rounded determinant has the right sign (Shewchuk 1997). */
  private static final double SURE = 3.3306690738754716e-16;

  private Turn() {}

  /**
   * 1 when {@code p} is to the right of the way from {@code a} to {@code b}, as seen in the
   * picture; -1 to the left; 0 exactly on the line.
   */
  static int of(RelativePoint a, RelativePoint b, RelativePoint p) {
    double first = (b.x() - a.x()) * (p.y() - a.y());
    double second = (b.y() - a.y()) * (p.x() - a.x());
    double difference = first - second;
    if (Math.abs(difference) > SURE * (Math.abs(first) + Math.abs(second))) {
      return difference > 0 ? 1 : -1;
    }
    return exact(a, b, p);
  }

  private static int exact(RelativePoint a, RelativePoint b, RelativePoint p) {
    BigDecimal ax = new BigDecimal(a.x());
    BigDecimal ay = new BigDecimal(a.y());
    BigDecimal first =
        new BigDecimal(b.x()).subtract(ax).multiply(new BigDecimal(p.y()).subtract(ay));
    BigDecimal second =
        new BigDecimal(b.y()).subtract(ay).multiply(new BigDecimal(p.x()).subtract(ax));
    return first.compareTo(second);
  }
}
