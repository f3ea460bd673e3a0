package io.vedette.console.oidc;

import java.util.regex.Pattern;

/** The error codes of OAuth 2, read from texts of others. */
final class ErrorCode {
  private static final Pattern FORM = Pattern.compile("[a-z_]{1,60}");

  private ErrorCode() {}

  /** The code itself; "no reason" for a text that is none. */
  static String of(String text) {
    return FORM.matcher(text).matches() ? text : "no reason";
  }
}
