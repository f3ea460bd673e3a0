package io.vedette.camera.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Pattern;

/**
 * The kind of a body, recognised by its first bytes, since many cameras send no content type or a
 * wrong one.
 */
enum BodyKind {
  /** One JPEG or many, with or without text between them. */
  JPEGS,
  /** A web page or another text. */
  TEXT,
  /** Anything else, which FFmpeg may recognise. */
  OTHER;

  /** The number of bytes that are inspected. */
  static final int LOOKED_AT = 512;

  private static final String START_OF_JPEG = "\u00ff\u00d8\u00ff";
  private static final Pattern PART = Pattern.compile("(?im)^(?:--.*|content-type:\\s*image/.*)$");
  private static final Pattern PLAIN = Pattern.compile("[\\t\\n\\f\\r -\\u00fd]*+");

  static BodyKind of(byte[] beginning) {
    String text = new String(beginning, ISO_8859_1);
    int start = text.indexOf(START_OF_JPEG);
    String before = start < 0 ? text : text.substring(0, start);
    if (!PLAIN.matcher(before).matches()) {
      return OTHER;
    }
    return start >= 0 || PART.matcher(before).find() ? JPEGS : TEXT;
  }
}
