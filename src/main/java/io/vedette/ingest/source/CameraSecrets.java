package io.vedette.ingest.source;

import io.vedette.camera.link.Address;
import io.vedette.config.Settings;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The replacement of passwords in cameras' URLs by references to variables of this node. Confined
 * to one thread.
 */
public final class CameraSecrets {
  private static final String REFERENCE = "\\$\\{[^}]*}";
  // Up to the last @, as people write passwords with / and @ unescaped.
  private static final Pattern PASSWORD =
      Pattern.compile(
          "(?<head>[a-zA-Z][a-zA-Z0-9+.-]*://(?:" + REFERENCE + "|[^:/@{}$])*:)(?<secret>.+)(?=@)");
  private static final Pattern QUERY =
      Pattern.compile(
          "(?<head>[?&](?:password|passwd|pwd|pass|token|auth|key|secret|signature)=)(?<secret>[^&\\s]+)",
          Pattern.CASE_INSENSITIVE);

  private final Map<String, String> variables;

  /**
   * @param environment the present variables
   */
  CameraSecrets(Map<String, String> environment) {
    variables = new HashMap<>(environment);
  }

  /** Whether a URL holds a secret that is not a reference. */
  public static boolean isIn(String url) {
    CameraSecrets secrets = new CameraSecrets(Map.of());
    return !secrets.replaced("camera", url).equals(url);
  }

  /** A camera's settings with a reference in place of each secret of its URL. */
  Settings takenOut(String camera, Settings settings) {
    String url = settings.text("url");
    String safe = replaced(camera, url);
    return safe.equals(url) ? settings : settings.put("url", safe, camera);
  }

  /** The environment and the secrets that were taken out, by variable. */
  Map<String, String> variables() {
    return variables;
  }

  private String replaced(String camera, String url) {
    String safe = replace(PASSWORD, camera + "_PASSWORD", url);
    return replace(QUERY, camera + "_TOKEN", safe);
  }

  private String replace(Pattern pattern, String name, String url) {
    Matcher matcher = pattern.matcher(url);
    if (!matcher.find() || matcher.group("secret").matches("(" + REFERENCE + ")+")) {
      return url;
    }
    String variable = "CAMERA_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    variables.put(variable, Address.decoded(matcher.group("secret"))); // encoded where inserted
    return url.substring(0, matcher.start("secret"))
        + "${"
        + variable
        + "}"
        + url.substring(matcher.end("secret"));
  }
}
