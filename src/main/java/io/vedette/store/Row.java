package io.vedette.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The present row of a result, valid only while it is read. Confined to one thread. */
public final class Row {
  private final ResultSet set;

  Row(ResultSet set) {
    this.set = set;
  }

  /** What makes a value of a row. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(Row row);
  }

  /** A text of a column that is never empty. */
  public String text(String column) {
    String text = maybeText(column);
    if (text == null) {
      throw new IllegalStateException("column " + column + ": expected a text, found null");
    }
    return text;
  }

  /** A text, or null. */
  public @Nullable String maybeText(String column) {
    try {
      return set.getString(column);
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /** A whole number of a column that is never empty. */
  public long number(String column) {
    try {
      return set.getLong(column);
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /** A whole number, or null. */
  public @Nullable Long maybeNumber(String column) {
    try {
      long number = set.getLong(column);
      return set.wasNull() ? null : number;
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /** A number with a fraction, or null. */
  public @Nullable Double maybeDecimal(String column) {
    try {
      double number = set.getDouble(column);
      return set.wasNull() ? null : number;
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /** Whether a column holds 1. */
  public boolean isSet(String column) {
    return number(column) == 1;
  }
}
