package io.vedette.poison;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Texts that a regular expression matches, as far as the schemas use such: literals, escapes,
 * classes, groups, alternatives and counts. Confined to one text.
 */
final class PatternText {
  private static final int MOST_REPEATS = 12;
  private static final String VISIBLE =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,:;!?'\"\\<>&%$#+äßéЖ中日🚗é";
  private static final int[] POOL = (VISIBLE + " ").codePoints().toArray();

  private static final Map<String, int[]> CLASSES = new ConcurrentHashMap<>();

  private final String pattern;
  private final Random random;
  private int at;

  private PatternText(String pattern, Random random) {
    this.pattern = pattern;
    this.random = random;
  }

  static String of(String pattern, Random random) {
    PatternText text = new PatternText(pattern, random);
    String made = text.alternatives();
    if (text.at < pattern.length()) {
      throw new IllegalStateException("not understood: " + pattern + " at " + text.at);
    }
    return made;
  }

  private String alternatives() {
    String chosen = sequence();
    int seen = 1;
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      at++;
      String next = sequence();
      seen++;
      chosen = random.nextInt(seen) == 0 ? next : chosen;
    }
    return chosen;
  }

  private String sequence() {
    StringBuilder text = new StringBuilder();
    while (at < pattern.length() && "|)".indexOf(pattern.charAt(at)) < 0) {
      int begin = at;
      String first = atom();
      int[] counts = counts();
      int end = at;
      int count = counts[0] + random.nextInt(counts[1] - counts[0] + 1);
      for (int i = 0; i < count; i++) {
        at = begin;
        text.append(i == 0 ? first : atom());
      }
      at = end;
    }
    return text.toString();
  }

  /** The least and most repeats of what came before. */
  private int[] counts() {
    char next = at < pattern.length() ? pattern.charAt(at) : ' ';
    switch (next) {
      case '?':
        at++;
        return new int[] {0, 1};
      case '*':
        at++;
        return new int[] {0, MOST_REPEATS};
      case '+':
        at++;
        return new int[] {1, MOST_REPEATS};
      case '{':
        int end = pattern.indexOf('}', at);
        String[] bounds = pattern.substring(at + 1, end).split(",");
        at = end + 1;
        return new int[] {Integer.parseInt(bounds[0]), Integer.parseInt(bounds[bounds.length - 1])};
      default:
        return new int[] {1, 1};
    }
  }

  private String atom() {
    int point = pattern.codePointAt(at);
    at += Character.charCount(point);
    switch (point) {
      case '^':
      case '$':
        return "";
      case '(':
        String inner = alternatives();
        at++;
        return inner;
      case '[':
        return picked(characterClass());
      case '\\':
        return picked(escape());
      default:
        return Character.toString(point);
    }
  }

  private int[] characterClass() {
    int end = at;
    while (pattern.charAt(end) != ']') {
      end += pattern.charAt(end) == '\\' ? 2 : 1;
    }
    int[] points = points(pattern.substring(at - 1, end + 1));
    at = end + 1;
    return points;
  }

  private int[] escape() {
    int end = pattern.charAt(at) == 'p' ? pattern.indexOf('}', at) + 1 : at + 1;
    int[] points = points(pattern.substring(at - 1, end));
    at = end;
    return points;
  }

  private static int[] points(String expression) {
    return CLASSES.computeIfAbsent(
        expression,
        form ->
            IntStream.concat(Arrays.stream(POOL), IntStream.of('/'))
                .filter(point -> Character.toString(point).matches(form))
                .toArray());
  }

  private String picked(int[] points) {
    return Character.toString(points[random.nextInt(points.length)]);
  }
}
