package io.vedette.store;

import io.vedette.config.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Databases of both kinds for tests; a PostgreSQL runs once for all of a process. */
public final class TestDatabases {
  private static final Duration START = Duration.ofSeconds(60);
  private static final AtomicInteger MADE = new AtomicInteger();

  private TestDatabases() {}

  /** A database server of this process. */
  private static final class Server {
    private static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres started = EmbeddedPostgres.builder().setPGStartupWait(START).start();
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      try {
                        started.close();
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    }));
        return started;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** An empty database of a kind. */
  public static DatabaseAddress empty(Dialect dialect, Path folder) {
    return dialect == Dialect.SQLITE
        ? DatabaseAddress.embedded(folder.resolve("console-" + MADE.incrementAndGet()))
        : postgres();
  }

  private static DatabaseAddress postgres() {
    String name = "console" + MADE.incrementAndGet();
    try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new DatabaseAddress(
        Path.of(""),
        "jdbc:postgresql://localhost:%d/%s".formatted(Server.RUNNING.getPort(), name),
        "postgres",
        new Secret("postgres"));
  }
}
