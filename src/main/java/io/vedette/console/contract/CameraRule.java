package io.vedette.console.contract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The relation of an operation to cameras: {@code x-vedette-camera} of the contract. Immutable.
 *
 * @param parameter the parameter that names the camera, where kind is NAMED
 */
public record CameraRule(Kind kind, String parameter) {
  private static final Pattern NAMED = Pattern.compile("(?:path|query):(\\w+)");

  /** The kinds of relations to cameras. */
  public enum Kind {
    /** The operation is not about cameras. */
    NONE,
    /** The operation is about the cameras that the actor sees; the handler keeps to them. */
    SEEN,
    /**
     * The operation is about the cameras that a parameter names, which is checked before the
     * handler is called.
     */
    NAMED
  }

  static CameraRule parse(String text) {
    Matcher named = NAMED.matcher(text);
    if (named.matches()) {
      return new CameraRule(Kind.NAMED, named.group(1));
    }
    return switch (text) {
      case "none" -> new CameraRule(Kind.NONE, "");
      case "seen" -> new CameraRule(Kind.SEEN, "");
      default ->
          throw new IllegalArgumentException(
              "x-vedette-camera: expected none, seen, path:NAME or query:NAME, found " + text);
    };
  }
}
