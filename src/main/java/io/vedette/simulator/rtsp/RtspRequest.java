package io.vedette.simulator.rtsp;

import java.net.URI;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client. Immutable.
 *
 * @param headers the headers by name, in any case; of a repeated one the last
 */
record RtspRequest(String method, String uri, Map<String, String> headers) {
  RtspRequest {
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = Collections.unmodifiableMap(copy);
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  /** The first part of the path: which camera is meant; empty for the server as a whole. */
  String camera() {
    try {
      String path = URI.create(uri).getPath();
      String[] parts = (path == null ? "" : path).split("/", -1);
      return parts.length > 1 ? parts[1] : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** The session's id without its parameters; null when the request names none. */
  @Nullable String session() {
    String value = header("Session");
    return value == null ? null : value.split(";", -1)[0].strip();
  }

  /**
   * Parses a request's head.
   *
   * @throws IllegalArgumentException when it is no RTSP request
   */
  static RtspRequest parse(String head) {
    String[] lines = head.strip().split("\r?\n", -1);
    String[] start = lines[0].strip().split(" +", -1);
    if (start.length != 3 || !start[2].toUpperCase(Locale.ROOT).startsWith("RTSP/1.")) {
      throw new IllegalArgumentException("expected \"METHOD URL RTSP/1.0\"");
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon <= 0) {
        throw new IllegalArgumentException("expected \"Name: value\" in line " + (i + 1));
      }
      headers.put(lines[i].substring(0, colon).strip(), lines[i].substring(colon + 1).strip());
    }
    return new RtspRequest(start[0].toUpperCase(Locale.ROOT), start[1], headers);
  }
}
