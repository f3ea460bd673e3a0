package io.vedette;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Programs of other makers that some tests use where they are installed. */
public final class OtherPrograms {
  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  private OtherPrograms() {}

  /** Whether a program is found on the search path. */
  public static boolean isInstalled(String program) {
    return SEPARATOR
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Skips the test where a program is not installed. */
  public static void require(String program) {
    assumeTrue(isInstalled(program), "skipped: %s is not installed".formatted(program));
  }
}
