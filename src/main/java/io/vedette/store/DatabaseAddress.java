package io.vedette.store;

import io.vedette.config.Secret;
import io.vedette.runtime.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The address of a database. Immutable.
 *
 * @param folder of the embedded one, where no other is named
 * @param url of a PostgreSQL; null for the embedded one
 * @param user to log in as; null for the one that the url or the system names
 */
public record DatabaseAddress(
    Path folder, @Nullable String url, @Nullable String user, @Nullable Secret password) {
  /** How the address of a PostgreSQL begins. */
  public static final String POSTGRESQL = "jdbc:postgresql://";

  /** The embedded one in a folder. */
  public static DatabaseAddress embedded(Path folder) {
    return new DatabaseAddress(folder, null, null, null);
  }

  /**
   * Checks that an embedded one is there, for those who only look at it: opening it would make a
   * new one.
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

  /** Without what may be secret: for people. */
  @Override
  public String toString() {
    return url == null ? folder.toString() : url.replaceFirst("[?].*$", "");
  }
}
