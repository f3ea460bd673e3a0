package io.vedette.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The prepared statements of one connection: values are never part of the text. Confined to the
 * {@link Database.Work} that gets it.
 */
public final class Sql {
  private final Connection connection;
  private final Dialect dialect;

  Sql(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** The dialect of the database. */
  public Dialect dialect() {
    return dialect;
  }

  /** All rows of a query. */
  public <T> List<T> list(String sql, Row.Reader<T> reader, @Nullable Object... values) {
    try (PreparedStatement statement = prepared(sql, Arrays.asList(values));
        ResultSet set = statement.executeQuery()) {
      Row row = new Row(set);
      List<T> rows = new ArrayList<>();
      while (set.next()) {
        rows.add(reader.read(row));
      }
      return rows;
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /** All rows of an assembled query. */
  public <T> List<T> list(Query query, Row.Reader<T> reader) {
    return list(query.text(), reader, query.values().toArray());
  }

  /** The first row of a query. */
  public <T> Optional<T> one(String sql, Row.Reader<T> reader, @Nullable Object... values) {
    return list(sql, reader, values).stream().findFirst();
  }

  /** Changes rows and returns their number. */
  public int update(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = prepared(sql, Arrays.asList(values))) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /** Runs a statement that changes no rows; whether it had a result. */
  boolean run(String sql) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return statement.execute();
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /** Runs a statement for many rows, each with its own values. */
  public void batch(String sql, List<? extends List<? extends @Nullable Object>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (List<? extends @Nullable Object> row : rows) {
        set(statement, row);
        statement.addBatch();
      }
      var unused = statement.executeBatch();
    } catch (SQLException e) {
      SQLException next = e.getNextException();
      throw SqlFailures.of(next == null ? e : next);
    }
  }

  private PreparedStatement prepared(String sql, List<? extends @Nullable Object> values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      set(statement, values);
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private static void set(PreparedStatement statement, List<? extends @Nullable Object> values)
      throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
  }
}
