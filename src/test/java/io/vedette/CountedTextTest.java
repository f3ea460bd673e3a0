package io.vedette;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers before nouns: "1 cameras" and "PT10M" are for nobody to read. */
class CountedTextTest {
  private static final Path SOURCES = Path.of("src", "main", "java", "io", "vedette");

  private static final String NOUNS =
      "(accounts|alerts|attempts|brokers|bytes|cameras|classes|clips|copies|cores|days|detections"
          + "|events|files|frames|hours|labels|lanes|lines|minutes|models|names|nodes|objects|others"
          + "|packets|partitions|pictures|records|runs|seconds|sessions|steps|threads|times|tokens"
          + "|topics|users|viewers|workers|zones)\\b";

  /** A number from outside right before a noun, in one text or put together. */
  private static final Pattern COUNTED =
      Pattern.compile("\"[^\"]*(%,?d|\\{}) " + NOUNS + "|[a-z)] \\+ \" (?!names)" + NOUNS);

  /** Numbers that are always the same, and more than one. */
  private static final List<String> CONSTANT =
      List.of(
          "the first %d of %d classes",
          "%d others look at the past already",
          "%d others do this already",
          "expected a direct buffer of \"",
          "One of %d zones fails",
          "this account has %d tokens",
          "expected at most %d steps",
          "more than {} events wait",
          "the model has %d classes; give",
          "in a file of %d bytes");

  static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.startsWith(SOURCES.resolve("bench"))) // its numbers are constants
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void shouldCountByOnePiece(Path file) throws IOException {
    assertThat(Files.readAllLines(file))
        .filteredOn(line -> COUNTED.matcher(line).find())
        .filteredOn(line -> !line.contains("@Setting") && !line.contains("doc ="))
        .filteredOn(line -> CONSTANT.stream().noneMatch(line::contains))
        .as("texts that need runtime.Count")
        .isEmpty();
  }
}
