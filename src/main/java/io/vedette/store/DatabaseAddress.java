package io.vedette.store;

import io.vedette.config.Secret;
import io.vedette.runtime.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The address of a database. Immutable.
 *
 * @param folder the folder of the embedded database, where no other is named
 * @param url the URL of a PostgreSQL; null for the embedded database
 * @param user the user; null for the one of the URL or the system
 */
public record DatabaseAddress(
    Path folder, @Nullable String url, @Nullable String user, @Nullable Secret password) {
  /** The beginning of a PostgreSQL's URL. */
  public static final String POSTGRESQL = "jdbc:postgresql://";

  /** The address of the embedded database in a folder. */
  public static DatabaseAddress embedded(Path folder) {
    return new DatabaseAddress(folder, null, null, null);
  }

  /**
   * Checks that an embedded database exists, for callers that only read it: opening it would create
   * one.
   *
   * @throws Failure of action STOP when it is not
   */
  public void requireThere() {
    if (url == null && Files.notExists(folder.resolve(EmbeddedFile.NAME))) {
      throw Failure.stop(
          "there is no database of a console in %s; --data names the folder of the node whose console it is"
              .formatted(folder));
    }
  }

  /** The address without secrets, for people. */
  @Override
  public String toString() {
    return url == null ? folder.toString() : url.replaceFirst("[?].*$", "");
  }
}
