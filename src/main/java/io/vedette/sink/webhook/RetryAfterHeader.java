package io.vedette.sink.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} of an answer: seconds, or an HTTP date. */
final class RetryAfterHeader {
  private static final int LONGEST_NUMBER = 9;

  private RetryAfterHeader() {}

  /** The time to wait from now; empty when the header is missing or invalid. */
  static Optional<Duration> parse(@Nullable String header, Instant now) {
    String text = header == null ? "" : header.strip();
    if (text.matches("[0-9]+")) {
      boolean isShort = text.length() <= LONGEST_NUMBER;
      return Optional.of(Duration.ofSeconds(isShort ? Long.parseLong(text) : Integer.MAX_VALUE));
    }
    try {
      Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
      return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
