package io.vedette.console.search;

import io.vedette.console.contract.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The position at which a list continues, valid for the filter that it began with. Immutable.
 *
 * @param at time of the last row on the page before
 * @param key number or id of that row
 * @param filter a digest of the filter
 */
public record Cursor(long at, String key, int filter) {
  private static final int PARTS = 3;

  /** The cursor's text for clients. */
  public String text() {
    String plain = at + " " + filter + " " + key;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads the text that a client returns.
   *
   * @throws Problem when it is no cursor, or of another filter
   */
  public static Cursor read(String text, int filter) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      String[] parts = plain.split(" ", PARTS);
      if (parts.length == PARTS && Integer.parseInt(parts[1]) == filter) {
        return new Cursor(Long.parseLong(parts[0]), parts[2], filter);
      }
    } catch (IllegalArgumentException e) {
      // said below: it is not for people to mend
    }
    throw new Problem(400, "query/after: expected the next of an answer to the same filter");
  }

  /**
   * The key as a number.
   *
   * @throws Problem when it is none
   */
  public long number() {
    try {
      return Long.parseLong(key);
    } catch (NumberFormatException e) {
      throw new Problem(400, "query/after: expected the next of an answer to the same filter");
    }
  }
}
