package io.vedette.store;

import io.vedette.runtime.Failure;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The meaning of a database's failures: temporary ones, those that a person has to correct, and
 * programming errors.
 */
final class SqlFailures {
  private static final int STATE_CLASS = 2;

  /**
   * The classes of passing failures: connection, resources, shutting down, a deadlock or a
   * conflict, an error of the system.
   */
  private static final Set<String> PASSING = Set.of("08", "53", "57", "40", "58", "55");

  /** The classes of wrong settings: the login, and the name of a database or schema. */
  private static final Set<String> SETTINGS = Set.of("28", "3D", "3F");

  private static final Set<String> RIGHTS = Set.of("42501", "25006");

  private static final Set<SQLiteErrorCode> PASSING_CODES =
      Set.of(
          SQLiteErrorCode.SQLITE_BUSY,
          SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT,
          SQLiteErrorCode.SQLITE_LOCKED,
          SQLiteErrorCode.SQLITE_FULL,
          SQLiteErrorCode.SQLITE_IOERR,
          SQLiteErrorCode.SQLITE_INTERRUPT);

  private SqlFailures() {}

  /** The failure to throw in place of one of the database. */
  static RuntimeException of(SQLException e) {
    String line = "the console's database: " + line(e);
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String kind = state.length() < STATE_CLASS ? "" : state.substring(0, STATE_CLASS);
    if (SETTINGS.contains(kind) || RIGHTS.contains(state)) {
      return Failure.stop(line + "; check console.database, its user and password", e);
    }
    if (isPassing(e, kind)) {
      return Failure.retry(line, e);
    }
    return new IllegalStateException(line, e);
  }

  private static boolean isPassing(SQLException e, String kind) {
    if (e instanceof SQLiteException ours) {
      return PASSING_CODES.contains(ours.getResultCode())
          || ours.getResultCode().name().startsWith("SQLITE_IOERR");
    }
    return PASSING.contains(kind)
        || e instanceof SQLTransientException
        || e instanceof SQLNonTransientConnectionException;
  }

  private static String line(SQLException e) {
    String message = String.valueOf(e.getMessage());
    Throwable cause = e.getCause();
    if (e instanceof SQLTransientException && cause != null && cause.getMessage() != null) {
      message = cause.getMessage(); // a pool says only that it waited
    }
    return message.lines().findFirst().orElse("").strip();
  }
}
