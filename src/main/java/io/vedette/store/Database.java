package io.vedette.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vedette.runtime.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * The console's database: one writer at a time and a few readers of the embedded SQLite, or a
 * PostgreSQL that several consoles share. Thread-safe.
 *
 * <p>A PostgreSQL need not run yet: each use tries to reach it, and the first one brings its tables
 * up to date.
 */
public final class Database implements AutoCloseable {
  private static final int READERS = 4;
  private static final int WRITERS = 4;
  private static final long PATIENCE_MILLIS = 5_000;
  private static final String TABLES = "classpath:console/database";

  private final DatabaseAddress address;
  private final Dialect dialect;
  private final @Nullable EmbeddedFile file;
  private final HikariDataSource readers;
  private final HikariDataSource writers;
  private final Object migrating = new Object();
  private volatile boolean isCurrent;

  /** The work on the database over one connection. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run(Sql sql);
  }

  /**
   * Opens the database.
   *
   * @throws Failure of action STOP when it is embedded and cannot be used
   */
  public Database(DatabaseAddress address) {
    this.address = address;
    String url = address.url();
    if (url == null) {
      this.dialect = Dialect.SQLITE;
      EmbeddedFile taken = EmbeddedFile.take(address.folder());
      this.file = taken;
      this.readers = new HikariDataSource(embedded(taken, "console-read", READERS, true));
      this.writers = new HikariDataSource(embedded(taken, "console-write", 1, false));
    } else {
      this.dialect = Dialect.POSTGRESQL;
      this.file = null;
      this.readers = new HikariDataSource(remote(url, "console-read", READERS, true));
      this.writers = new HikariDataSource(remote(url, "console-write", WRITERS, false));
    }
    if (file != null) {
      migrateFile();
    }
  }

  private void migrateFile() {
    try {
      bringUpToDate();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Whether it is embedded, so that no other process can use it. */
  public boolean isEmbedded() {
    return dialect == Dialect.SQLITE;
  }

  /** The database's place, without secrets. */
  public String place() {
    return address.toString();
  }

  /**
   * Reads from the database.
   *
   * @throws Failure of action RETRY when the database is away, STOP when it refuses the login
   */
  public <T extends @Nullable Object> T read(Work<T> work) {
    bringUpToDate();
    try (Connection connection = readers.getConnection()) {
      return work.run(new Sql(connection, dialect));
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  /**
   * Writes in one transaction, which is committed when this returns, and aborted when it throws.
   *
   * @throws Failure of action RETRY when the database is away, STOP when it refuses the login
   */
  public <T extends @Nullable Object> T write(Work<T> work) {
    bringUpToDate();
    try (Connection connection = writers.getConnection()) {
      return committed(connection, work);
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  private <T extends @Nullable Object> T committed(Connection connection, Work<T> work)
      throws SQLException {
    boolean isDone = false;
    connection.setAutoCommit(false); // only now: a transaction of SQLite begins here
    try {
      T result = work.run(new Sql(connection, dialect));
      connection.commit();
      isDone = true;
      return result;
    } finally {
      if (!isDone) {
        rollBack(connection);
      }
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is lost, and what it wrote with it; what was thrown first says why.
    }
  }

  /** The bytes of the database on the disk. */
  public long bytes() {
    return read(sql -> sql.one(dialect.size(), row -> row.number("bytes")).orElse(0L));
  }

  /** Returns the space of deleted rows to the disk. */
  public void shrink() {
    if (isEmbedded()) {
      var unused = write(sql -> sql.run("pragma incremental_vacuum(2000)"));
    }
  }

  /**
   * Updates the statistics of tables that have changed much, so that queries use the right index.
   * PostgreSQL does so by itself.
   */
  public void learn() {
    if (isEmbedded()) {
      var unused = write(sql -> sql.run("pragma optimize = 0x10002"));
    }
  }

  private void bringUpToDate() {
    if (isCurrent) {
      return;
    }
    synchronized (migrating) {
      if (!isCurrent) {
        migrate();
        isCurrent = true;
      }
    }
  }

  private void migrate() {
    try (Connection connection = writers.getConnection()) {
      var unused = connection.isValid(1); // reached, and it takes the login
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
    try {
      var configuration =
          Flyway.configure(Database.class.getClassLoader())
              .locations(TABLES)
              .placeholders(dialect.placeholders());
      var unused =
          (file == null
                  ? configuration.dataSource(writers)
                  : configuration.dataSource(file.url(), "", ""))
              .load()
              .migrate();
    } catch (FlywayException e) {
      throw failure(e);
    }
  }

  private RuntimeException failure(FlywayException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException known && SqlFailures.of(known) instanceof Failure failure) {
        return failure;
      }
    }
    return Failure.stop(
        "the tables of the console's database at %s cannot be brought up to date: %s"
            .formatted(place(), String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
        e);
  }

  private static HikariConfig embedded(
      EmbeddedFile file, String name, int most, boolean isReading) {
    Properties pragmas = new Properties();
    pragmas.setProperty("busy_timeout", "5000");
    pragmas.setProperty("synchronous", "NORMAL");
    pragmas.setProperty("foreign_keys", "true");
    pragmas.setProperty("cache_size", "-16000");
    pragmas.setProperty("transaction_mode", isReading ? "DEFERRED" : "IMMEDIATE");
    HikariConfig config = pool(file.url(), name, most);
    config.setDataSourceProperties(pragmas);
    if (isReading) {
      config.setConnectionInitSql("pragma query_only = true");
    }
    return config;
  }

  private HikariConfig remote(String url, String name, int most, boolean isReading) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "vedette-" + name);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "60");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("readOnlyMode", "always");
    // Which index fits depends on the values: times, and how many events have a label.
    properties.setProperty("options", "-c plan_cache_mode=force_custom_plan");
    properties.setProperty("reWriteBatchedInserts", "true");
    HikariConfig config = pool(url, name, most);
    config.setDataSourceProperties(properties);
    config.setReadOnly(isReading);
    if (address.user() != null) {
      config.setUsername(address.user());
    }
    if (address.password() != null) {
      config.setPassword(address.password().value());
    }
    return config;
  }

  private static HikariConfig pool(String url, String name, int most) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setPoolName(name);
    config.setMaximumPoolSize(most);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    config.setInitializationFailTimeout(-1);
    return config;
  }

  @Override
  public void close() {
    readers.close();
    writers.close();
    if (file != null) {
      file.close();
    }
  }
}
