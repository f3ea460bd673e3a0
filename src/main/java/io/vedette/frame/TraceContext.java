package io.vedette.frame;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place of a span in a trace, as W3C's Trace Context has it. Only what is sampled has one.
 * Immutable.
 *
 * <p>Ids are digests of what the span is of, not random: a frame that is worked on again, after a
 * failure or in a replay, gives records with the same bytes.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 */
public record TraceContext(String traceId, String spanId) {
  /** The header of records and of HTTP requests. */
  public static final String HEADER = "traceparent";

  private static final int TRACE = 32;
  private static final int SPAN = 16;
  private static final int LONGEST = 255;
  private static final int SAMPLED = 1;
  private static final int HEXADECIMAL = 16;
  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  /** The root of a frame's trace. */
  public static TraceContext of(FrameId frame, Instant capturedAt) {
    return root(frame + "@" + capturedAt);
  }

  /**
   * The root of a trace.
   *
   * @param name unlike that of any other trace
   */
  public static TraceContext root(String name) {
    String digest = digest(name);
    return new TraceContext(digest.substring(0, TRACE), digest.substring(TRACE, TRACE + SPAN));
  }

  /**
   * A span of the same trace.
   *
   * @param name unlike that of any other child of this span
   */
  public TraceContext child(String name) {
    return new TraceContext(traceId, digest(traceId + spanId + name).substring(0, SPAN));
  }

  /** The context of a header; null when it is none, or of what is not sampled. */
  public static @Nullable TraceContext parse(String header) {
    if (header.isEmpty() || header.length() > LONGEST) {
      return null;
    }
    Matcher parts = FORM.matcher(header);
    boolean isSampled =
        parts.matches() && (Integer.parseInt(parts.group(3), HEXADECIMAL) & SAMPLED) != 0;
    return isSampled && hasDigit(parts.group(1)) && hasDigit(parts.group(2))
        ? new TraceContext(parts.group(1), parts.group(2))
        : null;
  }

  /** The value of a header. */
  public String header() {
    return "00-" + traceId + "-" + spanId + "-01";
  }

  /** An id of zeros alone is none. */
  private static boolean hasDigit(String id) {
    return id.chars().anyMatch(digit -> digit != '0');
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
