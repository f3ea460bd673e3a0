package io.vedette;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lines that an earlier version wrote, in {@code src/test/resources/golden}: what this version
 * writes or reads has to be the same. {@code -Dvedette.golden=write} writes them again, where a
 * change is meant.
 */
public final class GoldenFile {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
  private static final boolean WRITES = "write".equals(System.getProperty("vedette.golden"));

  private GoldenFile() {}

  /** Compares lines with those of a file, each byte of them. */
  public static void assertSame(String name, List<String> lines) {
    if (WRITES) {
      write(name, lines);
    }
    assertThat(lines).as("golden/" + name).isEqualTo(read(name));
  }

  /** The lines of a file. */
  public static List<String> read(String name) {
    try (InputStream in = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
      byte[] bytes =
          WRITES || in == null ? Files.readAllBytes(FOLDER.resolve(name)) : in.readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String name, List<String> lines) {
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve(name), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
