package io.vedette.console;

import io.vedette.clip.ClipSettings;
import io.vedette.config.Secret;
import io.vedette.config.Setting;
import io.vedette.http.Listener;
import io.vedette.http.ServerTlsSettings;
import io.vedette.store.DatabaseAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the console: where it listens, where its database is, and what it keeps.
 * Immutable.
 */
@SuppressWarnings("checkstyle:RecordComponentNumber") // keys of one group, which files have set
public record ConsoleSettings(
    @Setting(value = "true", doc = "Whether vedette up serves the console.") boolean enabled,
    @Setting(value = "127.0.0.1", doc = "Address to listen on.") String host,
    @Setting(
            value = "",
            doc =
                "Port to listen on; 0 takes a free one. When empty 8089, or a free one where that"
                    + " is in use.")
        @Nullable Integer port,
    @Setting(
            value = "1000",
            doc = "Connections at a time; at the limit the one idle for longest is closed.")
        int connections,
    @Setting(
            value = "",
            doc =
                "Address of a PostgreSQL, as jdbc:postgresql://host:5432/vedette, which several consoles can share; when empty, a database in the data folder.")
        @Nullable String database,
    @Setting(value = "", doc = "User of that PostgreSQL.") @Nullable String databaseUser,
    @Setting(
            value = "",
            doc = "Password of that user, as a reference: ${file:/run/secrets/x} or ${NAME}.")
        @Nullable Secret databasePassword,
    @Setting(
            value = "90d",
            doc = "How long events, tracks, alerts, counts and coverage stay in the database.")
        Duration keep,
    ClipSettings clips,
    RunSettings runs,
    LoginSettings login,
    ServerTlsSettings tls) {
  /** The port where none is set. */
  public static final int USUAL_PORT = 8089;

  private static final Pattern SECRET = Pattern.compile("[?&](user|password)=|//[^/]*@");
  private static final int LARGEST_PORT = 65_535;
  private static final int MOST_CONNECTIONS = 100_000;
  private static final int LARGEST_BODY = 256 << 10;
  private static final Duration LEAST_KEPT = Duration.ofHours(1);
  private static final Duration MOST_KEPT = Duration.ofDays(36_500);
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration REQUEST = Duration.ofSeconds(30);

  public ConsoleSettings {
    if (port != null && (port < 0 || port > LARGEST_PORT)) {
      throw new IllegalArgumentException("port: expected 0–65535, found " + port);
    }
    if (connections < 1 || connections > MOST_CONNECTIONS) {
      throw new IllegalArgumentException("connections: expected 1–100000, found " + connections);
    }
    requireDatabase(database);
    if (keep.compareTo(LEAST_KEPT) < 0 || keep.compareTo(MOST_KEPT) > 0) {
      throw new IllegalArgumentException(
          "keep: expected 1h–36500d, found %ds".formatted(keep.toSeconds()));
    }
  }

  private static void requireDatabase(@Nullable String database) {
    if (database == null) {
      return;
    }
    if (!database.startsWith(DatabaseAddress.POSTGRESQL)) {
      throw new IllegalArgumentException(
          "database: expected an address that begins with " + DatabaseAddress.POSTGRESQL);
    }
    if (SECRET.matcher(database).find()) {
      throw new IllegalArgumentException(
          "database: expected an address without a user and a password; set console.database-user"
              + " and console.database-password");
    }
  }

  /**
   * The address of the console's database.
   *
   * @param data folder of this node's state
   */
  public DatabaseAddress database(Path data) {
    return new DatabaseAddress(data.resolve("console"), database, databaseUser, databasePassword);
  }

  /**
   * The folder of clips' pictures.
   *
   * @param data folder of this node's state
   */
  public Path clips(Path data) {
    return data.resolve("clips");
  }

  /**
   * The file with the runs that this console makes.
   *
   * @param data folder of this node's state
   */
  public Path runHistory(Path data) {
    return data.resolve("console").resolve("runs.json");
  }

  /** Whether nobody may do anything without a login, also where there are no accounts yet. */
  public boolean isLoginNeeded() {
    return login.always() || login.oidc().isOn() || !isLoopback(host);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // binding will say so
    }
  }

  public Listener listener() {
    return new Listener(
        new Listener.Address(host, port, USUAL_PORT),
        null,
        null,
        new Listener.Limits(connections, IDLE, REQUEST, LARGEST_BODY),
        tls);
  }
}
