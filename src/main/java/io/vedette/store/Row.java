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

  /** The conversion of a row to a value. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(Row row);
  }

  /** The text of a column that is never null. */
  public String text(String column) {
    String text = maybeText(column);
    if (text == null) {
      throw new IllegalStateException("column " + column + ": expected a text, found null");
    }
    return text;
  }

  /** The text of a column, or null. */
  public @Nullable String maybeText(String column) {
    try {
      return set.getString(column);
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /** The whole number of a column that is never null. */
  public long number(String column) {
    try {
      return set.getLong(column);
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /** The whole number of a column, or null. */
  public @Nullable Long maybeNumber(String column) {
    try {
      long number = set.getLong(column);
      return set.wasNull() ? null : number;
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /** The number of a column, maybe with a fraction, or null. */
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
