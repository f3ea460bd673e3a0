package io.vedette.text;

import java.util.regex.Pattern;

/** The removal of credentials from text that people or other programs will see. */
public final class Secrets {
  // Up to the last @: people write passwords with / and ? unescaped; an @ in a path hides too much.
  private static final Pattern USER_INFO =
      Pattern.compile("(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*://)[^\\s\"']*@");
  private static final Pattern QUERY_SECRET =
      Pattern.compile(
          "(?<key>[?&](?:user|username|password|passwd|pwd|pass|token|auth|key|secret|signature)=)[^&\\s]*",
          Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  /**
   * The text with every URL's user information and secret-looking query values replaced by {@code
   * ***}.
   */
  public static String mask(String text) {
    String withoutUser = USER_INFO.matcher(text).replaceAll("${scheme}***@");
    return QUERY_SECRET.matcher(withoutUser).replaceAll("${key}***");
  }

  /**
   * The masked text of a URL, or of a text that was meant as one: its login may contain spaces,
   * too.
   */
  public static String maskUrl(String url) {
    int scheme = url.indexOf("://");
    int login = url.lastIndexOf('@');
    return mask(
        scheme >= 0 && login > scheme
            ? url.substring(0, scheme) + "://***" + url.substring(login)
            : url);
  }
}
