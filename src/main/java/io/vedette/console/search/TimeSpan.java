package io.vedette.console.search;

import io.vedette.console.Call;
import io.vedette.console.contract.Problem;
import io.vedette.store.Micros;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** A span of time in microseconds, from its begin, inclusive, to its end, exclusive. Immutable. */
public record TimeSpan(long from, long to) {
  private static final long SECOND = 1_000_000;
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("2199-12-31T23:59:59Z");

  /** The span of a call; all times where it names none. */
  public static TimeSpan of(Call call) {
    return new TimeSpan(
        call.maybe("from").map(TimeSpan::micros).orElse(Micros.of(FIRST)),
        call.maybe("to").map(TimeSpan::micros).orElse(Micros.of(LAST)));
  }

  /** The span of a call; a default time up to now where it names none. */
  public static TimeSpan of(Call call, Instant now, Duration usual) {
    long to = call.maybe("to").map(TimeSpan::micros).orElse(Micros.of(now));
    long from = call.maybe("from").map(TimeSpan::micros).orElse(to - usual.toNanos() / 1000);
    return new TimeSpan(from, to);
  }

  /**
   * This span, checked to be neither turned round nor longer than a limit.
   *
   * @throws Problem when it is
   */
  public TimeSpan atMost(Duration most) {
    if (to <= from || to - from > most.toSeconds() * SECOND) {
      throw new Problem(
          400, "query/to: expected a time after from, by %d h at most".formatted(most.toHours()));
    }
    return this;
  }

  private static long micros(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      if (time.isBefore(FIRST) || time.isAfter(LAST)) {
        throw new Problem(400, "expected times of 1970 to 2199");
      }
      return Micros.of(time);
    } catch (DateTimeException e) {
      throw new Problem(400, "expected times as 2026-11-23T22:40:16Z");
    }
  }
}
