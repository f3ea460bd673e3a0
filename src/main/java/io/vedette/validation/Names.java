package io.vedette.validation;

import io.vedette.text.Printable;
import java.util.regex.Pattern;

/** The rules for ids and names, in records as on the command line. Thread-safe. */
public final class Names {
  /** The form of a camera's id, in words. */
  public static final String CAMERA = "letters, digits, - and _, up to 100";

  private static final Pattern CAMERA_FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern RUN_FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,59}");
  private static final Pattern TOPIC_FORM = Pattern.compile("[A-Za-z0-9._-]{1,249}");
  private static final Pattern DIGEST_FORM = Pattern.compile("[0-9a-f]{1,64}");
  private static final Pattern ATTRIBUTE_FORM = Pattern.compile("[a-z0-9]{1,40}");

  private Names() {}

  /** Whether a camera can have this id: it is a key of settings, records and paths. */
  public static boolean isCamera(String id) {
    return CAMERA_FORM.matcher(id).matches();
  }

  /** Whether a shadow or a replay can have this name: it becomes part of topics' names. */
  public static boolean isRun(String name) {
    return RUN_FORM.matcher(name).matches();
  }

  /** Whether Kafka can have a topic of this name. */
  public static boolean isTopic(String name) {
    return TOPIC_FORM.matcher(name).matches() && !name.equals(".") && !name.equals("..");
  }

  /** Whether it is a model's digest, or the beginning of one. */
  public static boolean isDigest(String text) {
    return DIGEST_FORM.matcher(text).matches();
  }

  /** Whether a CloudEvents attribute can have this name. */
  public static boolean isAttribute(String name) {
    return ATTRIBUTE_FORM.matcher(name).matches();
  }

  /**
   * Whether a label, zone, line, rule or node can have this name, which is shown without escaping.
   */
  public static boolean isName(String name) {
    return name.length() <= Bounds.NAME && !name.isBlank() && Printable.isSafe(name);
  }

  /** A text made such a name: unsafe characters are escaped, and it is cut. */
  public static String named(String text, String otherwise) {
    String name = Printable.line(text.strip(), Bounds.NAME - 1);
    return name.isBlank() ? otherwise : name;
  }

  /**
   * A camera's id.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static String camera(String what, String id) {
    if (!isCamera(id)) {
      throw new IllegalArgumentException(
          "%s: expected a camera's id (%s), found \"%s\"".formatted(what, CAMERA, cut(id)));
    }
    return id;
  }

  /**
   * A name that can be shown without escaping.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static String name(String what, String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "%s: expected a name of 1 to %d visible characters, found \"%s\""
              .formatted(what, Bounds.NAME, cut(name)));
    }
    return name;
  }

  private static String cut(String text) {
    return Printable.line(text, 40);
  }
}
