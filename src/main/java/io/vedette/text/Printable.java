package io.vedette.text;

import java.util.Set;

/**
 * The escaping of text from outside for a line of a terminal or log, for headers and for topics.
 * Escaped are control characters (a terminal obeys them), ends of lines (a log line could be
 * forged), characters that turn the direction of writing or are invisible (a name could look like
 * another), and halves of characters. Thread-safe.
 */
public final class Printable {
  /** The letters and marks, by category, that show nothing. */
  private static final Set<Integer> INVISIBLE =
      Set.of(
          0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164,
          0xFFA0, 0xFFFC);

  private static final int FIRST_VARIATION = 0xE0100;
  private static final int LAST_VARIATION = 0xE01EF;
  private static final int LARGEST_BMP = 0xFFFF;
  private static final int LONGEST_LEVEL = 200;

  private Printable() {}

  /** The text as one line for people, its unsafe characters escaped as <code>&#92;u001b</code>. */
  public static String line(String text) {
    if (isSafe(text)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> append(line, point));
    return line.toString();
  }

  /**
   * The text as one line for people, cut after a number of shown characters, with an ellipsis
   * behind them; neither a character nor an escape is cut in two.
   */
  public static String line(String text, int most) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), most) + 1);
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      int whole = line.length();
      append(line, point);
      if (line.length() > most) {
        line.setLength(whole);
        return line.append('…').toString();
      }
      at += Character.charCount(point);
    }
    return line.toString();
  }

  /** Whether a text can be shown without escaping. */
  public static boolean isSafe(String text) {
    return text.codePoints().allMatch(Printable::isSafe);
  }

  /** A text cut after a number of characters, never within a surrogate pair. */
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most > 0 && Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "…";
  }

  /** JSON text in one line, its unsafe characters escaped as in JSON. */
  public static String json(String json) {
    if (isSafe(json)) {
      return json;
    }
    StringBuilder escaped = new StringBuilder(json.length() + 16);
    json.codePoints()
        .forEach(
            point -> {
              if (isSafe(point)) {
                escaped.appendCodePoint(point);
              } else {
                for (char unit : Character.toChars(point)) {
                  escaped.append("\\u%04x".formatted((int) unit));
                }
              }
            });
    return escaped.toString();
  }

  /**
   * A header's value for protocols that know only ASCII, as mail: other characters become question
   * marks.
   */
  public static String header(String text) {
    return text.replaceAll("[^\\x20-\\x7E]", "?");
  }

  /**
   * A name as one level of an MQTT topic, where {@code /}, {@code +} and {@code #} have a meaning;
   * never empty.
   */
  public static String topicLevel(String name) {
    StringBuilder level = new StringBuilder(name.length());
    name.codePoints()
        .limit(LONGEST_LEVEL)
        .forEach(
            point -> {
              boolean isPlain = isSafe(point) && "/+#".indexOf(point) < 0;
              level.appendCodePoint(isPlain ? point : '_');
            });
    return level.isEmpty() ? "_" : level.toString();
  }

  private static void append(StringBuilder line, int point) {
    if (isSafe(point)) {
      line.appendCodePoint(point);
    } else if (point == '\n') {
      line.append("\\n");
    } else if (point == '\r') {
      line.append("\\r");
    } else if (point == '\t') {
      line.append("\\t");
    } else {
      line.append(point > LARGEST_BMP ? "\\u{%x}".formatted(point) : "\\u%04x".formatted(point));
    }
  }

  private static boolean isSafe(int point) {
    if (point >= ' ' && point < 0x7F) {
      return true;
    }
    boolean isVariation = point >= FIRST_VARIATION && point <= LAST_VARIATION;
    return !isVariation && !INVISIBLE.contains(point) && isSafe((byte) Character.getType(point));
  }

  private static boolean isSafe(byte category) {
    return switch (category) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
