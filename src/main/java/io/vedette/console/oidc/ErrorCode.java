package io.vedette.console.oidc;

import java.util.regex.Pattern;

/** The word by which OAuth 2 says what went wrong, as far as it is one. */
final class ErrorCode {
  private static final Pattern FORM = Pattern.compile("[a-z_]{1,60}");

  private ErrorCode() {}

  /** The word itself; "no reason" where a text is none. */
  static String of(String text) {
    return FORM.matcher(text).matches() ? text : "no reason";
  }
}
