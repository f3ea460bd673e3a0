package io.vedette.simulator.rtsp;

import io.vedette.simulator.rtsp.AccessSettings.Method;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The check of a request's credentials by HTTP basic or digest authentication (RFC 2617, MD5, with
 * or without qop). Immutable.
 */
final class RtspAuthenticator {
  private static final String REALM = "vedette";
  private static final Pattern FIELD =
      Pattern.compile("(\\w+)\\s*=\\s*(?:\"([^\"]*)\"|([^,\\s]*))");

  private final AccessSettings settings;
  private final String nonce;

  /**
   * @param nonce unguessable, one for each connection
   */
  RtspAuthenticator(AccessSettings settings, String nonce) {
    this.settings = settings;
    this.nonce = nonce;
  }

  boolean admits(RtspRequest request) {
    String user = settings.user();
    if (user == null) {
      return true;
    }
    String password = settings.password() == null ? "" : settings.password();
    String given = request.header("Authorization");
    if (given == null) {
      return false;
    }
    String expected = settings.method() == Method.BASIC ? "basic " : "digest ";
    if (!given.toLowerCase(Locale.ROOT).startsWith(expected)) {
      return false;
    }
    String value = given.substring(expected.length()).strip();
    return settings.method() == Method.BASIC
        ? same(basic(user, password), value)
        : isDigestRight(fields(value), request.method(), user, password);
  }

  /** The answer to who did not show the right credentials. */
  RtspResponse challenge() {
    String value =
        settings.method() == Method.BASIC
            ? "Basic realm=\"" + REALM + "\""
            : "Digest realm=\"" + REALM + "\", nonce=\"" + nonce + "\"";
    return RtspResponse.of(401).with("WWW-Authenticate", value);
  }

  private boolean isDigestRight(
      Map<String, String> fields, String method, String user, String password) {
    String uri = fields.getOrDefault("uri", "");
    String first = md5(user + ":" + REALM + ":" + password);
    String second = md5(method + ":" + uri);
    String qop = fields.get("qop");
    String middle =
        qop == null
            ? nonce
            : nonce + ":" + fields.get("nc") + ":" + fields.get("cnonce") + ":" + qop;
    return user.equals(fields.get("username"))
        && nonce.equals(fields.get("nonce"))
        && same(md5(first + ":" + middle + ":" + second), fields.get("response"));
  }

  private static Map<String, String> fields(String value) {
    Map<String, String> fields = new HashMap<>();
    Matcher matcher = FIELD.matcher(value);
    while (matcher.find()) {
      String quoted = matcher.group(2);
      fields.put(
          matcher.group(1).toLowerCase(Locale.ROOT), quoted == null ? matcher.group(3) : quoted);
    }
    return fields;
  }

  private static String basic(String user, String password) {
    byte[] plain = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(plain);
  }

  private static boolean same(String expected, @Nullable String found) {
    return found != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), found.getBytes(StandardCharsets.UTF_8));
  }

  private static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
