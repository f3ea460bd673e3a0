package io.vedette.console.camera;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.camera.setting.SourceUrl;
import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;
import io.vedette.console.contract.Problem;
import io.vedette.ingest.source.CameraEdit;
import io.vedette.text.Secrets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A camera's settings as given by callers, checked. */
final class GivenSettings {
  private static final String URL = "url";

  private GivenSettings() {}

  /**
   * The settings as a record holds them: as {@code vedette cameras} checks them, but without files
   * of a node's disks, and with the present login where the caller gives back a masked one.
   *
   * @param present the settings that the camera has; null when it is new
   * @throws Problem with everything that is wrong
   */
  static String checked(String id, ObjectNode given, @Nullable String present) {
    String former = present == null ? "" : CameraJson.parsed(present).path(URL).asText();
    ObjectNode whole = withLogin(given, former);
    String url = whole.path(URL).asText();
    if (!url.isEmpty() && !url.equals(former)) {
      requireNetwork(url);
    }
    try {
      return CameraEdit.checked(
          id, new Settings(Map.of()).json("", whole.toString(), "camera " + id).withoutEmpty());
    } catch (InvalidSettings e) {
      throw problem(e);
    }
  }

  /** The settings with the login of the present address in place of {@code ***}. */
  static ObjectNode withLogin(ObjectNode given, String former) {
    String url = given.path(URL).asText();
    if (url.contains(MaskedLogin.MASK)) {
      String whole =
          MaskedLogin.restored(url, former)
              .orElseThrow(
                  () ->
                      fault(
                          "expected the login, found ***: it is kept for the same host alone; write"
                              + " it again, a password as ${NAME}"));
      return given.deepCopy().put(URL, whole);
    }
    return given;
  }

  /** The answer about invalid settings. */
  static Problem problem(InvalidSettings e) {
    List<Problem.Fault> faults =
        e.problems().stream()
            .map(
                problem ->
                    new Problem.Fault(
                        place(problem.key()), Secrets.mask(String.valueOf(problem.message()))))
            .toList();
    String first = Secrets.mask(e.problems().get(0).toString());
    return new Problem(422, "the settings cannot be used: " + first, faults);
  }

  private static String place(String key) {
    return key.isEmpty() ? "body/settings" : "body/settings/" + key.replace('.', '/');
  }

  /**
   * Checks that an address, without references, is none of a file; whether such a file is here is
   * nobody's business.
   *
   * @throws Problem otherwise
   */
  static void requireNetwork(String url) {
    boolean isFile;
    try {
      isFile = SourceUrl.given(url, path -> false).kind() == SourceUrl.Kind.FILE;
    } catch (IllegalArgumentException e) {
      throw fault(String.valueOf(e.getMessage()).replaceFirst("^url: ", ""));
    }
    if (isFile) {
      throw fault(
          "expected rtsp://, rtsps://, http://, https:// or sim:, found \"%s\"; files are added by: vedette cameras add"
              .formatted(Secrets.maskUrl(url)));
    }
  }

  private static Problem fault(String message) {
    return new Problem(
        422,
        "the settings cannot be used: url: " + message,
        List.of(new Problem.Fault("body/settings/url", message)));
  }
}
