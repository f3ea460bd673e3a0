package io.vedette;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reference material beside the checkout; tests that need it are skipped where it is absent. */
public final class SharedMaterial {
  private static final Path FOLDER = Path.of(System.getProperty("vedette.shared", "../shared"));

  private SharedMaterial() {}

  /** A file of it, or the test is skipped. */
  public static Path file(String name) {
    Path file = FOLDER.resolve(name);
    assumeTrue(Files.exists(file), () -> "skipped: there is no " + file);
    return file;
  }
}
