package io.vedette.config;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a URL in which references may stand for any text: its user information and its
 * query. Values are percent-encoded when they are inserted there, so that no character of a
 * password ends its part. Immutable.
 */
final class UrlParts {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]+}");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://");
  private static final Pattern END = Pattern.compile("[/?#]");
  private static final String PLAIN = "-._~"; // besides letters and digits
  private static final int NONE = -1;

  private final int userStart;

  /** The index of the @ behind the user information; less than the start where there is none. */
  private final int userEnd;

  private final int query;

  /** Whether a single reference stands for name and password. */
  private final boolean isWhole;

  private UrlParts(int userStart, int userEnd, int query, boolean isWhole) {
    this.userStart = userStart;
    this.userEnd = userEnd;
    this.query = query;
    this.isWhole = isWhole;
  }

  /** The parts of a text; none for one that is no URL. */
  static UrlParts of(String text) {
    String masked = REFERENCE.matcher(text).replaceAll(found -> "x".repeat(found.group().length()));
    Matcher scheme = SCHEME.matcher(text);
    if (!scheme.lookingAt()) {
      return new UrlParts(0, NONE, NONE, false);
    }
    int start = scheme.end();
    Matcher end = END.matcher(masked).region(start, masked.length());
    String authority = masked.substring(start, end.find() ? end.start() : masked.length());
    int user = start + authority.lastIndexOf('@');
    boolean isWhole = user > start && REFERENCE.matcher(text.substring(start, user)).matches();
    return new UrlParts(start, user, masked.indexOf('?', start), isWhole);
  }

  /** The value of a reference, encoded for its position in the text. */
  String inserted(String value, int position) {
    boolean isUser = position >= userStart && position < userEnd;
    int colon = isUser && isWhole ? value.indexOf(':') : NONE;
    if (colon != NONE) {
      return encoded(value.substring(0, colon)) + ":" + encoded(value.substring(colon + 1));
    }
    boolean isQuery = query != NONE && position > query;
    return isUser || isQuery ? encoded(value) : value;
  }

  private static String encoded(String value) {
    StringBuilder encoded = new StringBuilder(value.length() + 16);
    for (byte unit : value.getBytes(StandardCharsets.UTF_8)) {
      boolean isPlain = unit > 0 && (Character.isLetterOrDigit(unit) || PLAIN.indexOf(unit) >= 0);
      encoded.append(isPlain ? String.valueOf((char) unit) : "%%%02X".formatted(unit));
    }
    return encoded.toString();
  }
}
