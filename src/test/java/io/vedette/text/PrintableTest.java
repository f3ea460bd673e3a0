package io.vedette.text;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
  /** What commands a terminal, ends a line, turns writing, or is half of a character. */
  private static final Pattern UNSAFE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

  private static final int ROUNDS = 20_000;
  private final LoggerContext logging = new LoggerContext();

  @AfterEach
  void stop() {
    logging.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "gate 7, gate 7",
    "Zufahrt-Süd 東門 🚗, Zufahrt-Süd 東門 🚗",
    "'a\r\n12:00:00 ERROR x', 'a\\r\\n12:00:00 ERROR x'",
    "'\u001b[31mred\u001b]0;t\u0007', '\\u001b[31mred\\u001b]0;t\\u0007'",
    "'\u009b2J\u0085', '\\u009b2J\\u0085'",
    "'car\u202egnp.\u2066\u200f', 'car\\u202egnp.\\u2066\\u200f'",
    "'a\u200bb\ufeff\u00ad', 'a\\u200bb\\ufeff\\u00ad'",
    "'a\u2028b\u2029', 'a\\u2028b\\u2029'",
    "'\ud83d', '\\ud83d'",
    "'\udb40\udc41', '\\u{e0041}'",
    "'tab\there', 'tab\\there'"
  })
  void shouldShowTextsInOneLine(String text, String shown) {
    assertThat(Printable.line(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "gate 7, 6, gate 7",
    "gate 7, 5, gate …",
    "'\u202e\u202e', 12, '\\u202e\\u202e'",
    "'\u202e\u202e', 11, '\\u202e…'",
    "'\u202e', 5, …",
    "a🚗, 2, a…",
    "'\udb40\udc41b', 9, '\\u{e0041}…'",
    "'', 0, ''"
  })
  void shouldCutLinesBetweenWhatIsShown(String text, int most, String shown) {
    assertThat(Printable.line(text, most)).isEqualTo(shown);
  }

  @Test
  void shouldShowWhateverThereIs() throws IOException {
    Random random = new Random(seed());
    for (int i = 0; i < ROUNDS; i++) {
      String text = text(random);
      String line = Printable.line(text);

      assertThat(line).doesNotContainPattern(UNSAFE);
      assertThat(Printable.line(line)).as("a line as it is").isEqualTo(line);
      assertThat(Printable.isSafe(text)).isEqualTo(line.equals(text));
      for (int most = 0; most < 20; most++) {
        String shown = Printable.line(text, most);
        assertThat(shown).hasSizeLessThanOrEqualTo(most + 1).doesNotContainPattern(UNSAFE);
        assertThat(shown)
            .satisfies(cut -> assertThat(cut.equals(line) || cut.endsWith("…")).isTrue());
        assertThat(line.length() > most || shown.equals(line)).as("whole").isTrue();
        assertThat(Printable.line(shown, most)).as("cut again").isEqualTo(shown);
      }
      assertThat(Printable.cut(text, 5)).satisfies(cut -> assertThat(cut.length()).isLessThan(7));
      assertThat(Printable.header(text)).matches("[\\x20-\\x7e]*");
      assertThat(Printable.topicLevel(text))
          .isNotEmpty()
          .doesNotContainPattern("[/+#]")
          .doesNotContainPattern(UNSAFE);
      String json = Printable.json(new ObjectMapper().writeValueAsString(text));
      assertThat(json).doesNotContainPattern(UNSAFE);
      assertThat(new ObjectMapper().readValue(json, String.class)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"logback.xml", "logback-test.xml"})
  void shouldLogEachEventInItsOwnLines(String file) throws JoranException {
    ConsoleAppender<ILoggingEvent> appender = appender(file);
    Random random = new Random(seed());
    for (int i = 0; i < 2_000; i++) {
      String text = text(random);
      String line = written(appender, text, null);
      assertThat(line).endsWith(System.lineSeparator());
      assertThat(line.substring(0, line.length() - System.lineSeparator().length()))
          .containsPattern("^\\d{4}-\\d\\d-\\d\\d \\d\\d:")
          .contains("t: " + Printable.line(text))
          .doesNotContainPattern(UNSAFE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"logback.xml", "logback-test.xml"})
  void shouldLogStackTracesWhoseMessagesForgeNothing(String file) throws JoranException {
    ConsoleAppender<ILoggingEvent> appender = appender(file);
    String forged = "x\r\n12:00:00.000 ERROR [main] t: forged\u001b[2J\u202e";
    IllegalStateException failure =
        new IllegalStateException(forged, new IOException(forged, new RuntimeException()));
    failure.addSuppressed(new IOException(forged));

    String[] lines = written(appender, forged, failure).lines().toArray(String[]::new);

    assertThat(lines).hasSizeGreaterThan(8);
    assertThat(lines[0]).endsWith("t: " + Printable.line(forged));
    assertThat(lines[1]).isEqualTo("java.lang.IllegalStateException: " + Printable.line(forged));
    for (int i = 1; i < lines.length; i++) {
      assertThat(lines[i])
          .matches("java\\.lang.*|\\t+(at |\\.\\.\\. |Suppressed: ).*|Caused by: .*");
      assertThat(lines[i].strip()).doesNotContainPattern(UNSAFE);
    }
  }

  private static long seed() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    return seed;
  }

  /** Any characters, more often those that are not to be shown; halves of characters, too. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(5)) {
        case 0 -> text.append((char) random.nextInt(0x100));
        case 1 -> text.append((char) (0x2000 + random.nextInt(0x70)));
        case 2 -> text.append((char) random.nextInt(0x10000));
        case 3 -> text.appendCodePoint(random.nextInt(0x110000));
        default -> text.append("\r\n\t\u001b[31m".charAt(random.nextInt(8)));
      }
    }
    return text.toString();
  }

  private ConsoleAppender<ILoggingEvent> appender(String file) throws JoranException {
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(logging);
    configurator.doConfigure(PrintableTest.class.getResource("/" + file));
    Logger root = logging.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    return (ConsoleAppender<ILoggingEvent>) root.getAppender("stderr");
  }

  private String written(
      ConsoleAppender<ILoggingEvent> appender, String text, @Nullable Throwable failure) {
    LoggingEvent event =
        new LoggingEvent(
            "x", logging.getLogger("t"), Level.WARN, "{}", failure, new Object[] {text});
    event.setThreadName("main\r\n\u001b");
    return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
  }
}
