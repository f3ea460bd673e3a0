package io.vedette.account;

import io.vedette.account.AccountRefusal.Reason;
import java.text.Normalizer;
import java.util.Locale;

/**
 * An account's name, in the form that is shown and in the form that is compared, so that no two
 * names look the same.
 *
 * @param shown the name without spaces around it, in NFC
 * @param key the name in NFKC and lower case
 */
record AccountName(String shown, String key) {
  private static final int LONGEST = 100;

  /**
   * The name in a text, for an account.
   *
   * @throws AccountRefusal when it is invalid
   */
  static AccountName parse(String text) {
    String shown = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
    boolean isPrintable =
        shown
            .codePoints()
            .noneMatch(
                c ->
                    Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
    if (shown.isEmpty() || shown.length() > LONGEST || !isPrintable) {
      throw new AccountRefusal(
          Reason.INVALID, "name", "expected 1 to 100 characters that can be seen");
    }
    return new AccountName(shown, key(shown));
  }

  /** The form in which names are compared. */
  static String key(String text) {
    String folded = Normalizer.normalize(text.strip(), Normalizer.Form.NFKC);
    return Normalizer.normalize(folded.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
  }
}
