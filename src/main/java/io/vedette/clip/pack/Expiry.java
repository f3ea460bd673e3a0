package io.vedette.clip.pack;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * The estimate of the time when a pack is deleted: by its age, or earlier if packs are filled as
 * fast as in the last day.
 */
final class Expiry {
  private static final Duration MEASURED = Duration.ofDays(1);
  private static final Duration LEAST_MEASURED = Duration.ofHours(1);

  private Expiry() {}

  /**
   * The estimated time when a pack is deleted.
   *
   * @param packs all packs, the oldest first
   */
  static Instant of(
      PackFile pack, Collection<PackFile> packs, PackStore.Limits limits, Instant now) {
    Instant byAge = Instant.ofEpochMilli(pack.writtenAt()).plus(limits.age());
    long since = now.minus(MEASURED).toEpochMilli();
    long newer = 0;
    long lately = 0;
    for (PackFile each : packs) {
      newer += each.number() >= pack.number() ? each.length() : 0;
      lately += each.writtenAt() >= since ? each.length() : 0;
    }
    double rate = lately / (double) measured(packs, now).toMillis();
    double left = Math.max(0, limits.bytes().bytes() - newer);
    if (rate == 0 || left / rate > limits.age().toMillis()) {
      return byAge;
    }
    Instant bySize = now.plusMillis((long) (left / rate));
    return bySize.isBefore(byAge) ? bySize : byAge;
  }

  private static Duration measured(Collection<PackFile> packs, Instant now) {
    Instant first = Instant.ofEpochMilli(packs.iterator().next().writtenAt());
    Duration known = Duration.between(first, now);
    Duration least = known.compareTo(LEAST_MEASURED) < 0 ? LEAST_MEASURED : known;
    return least.compareTo(MEASURED) > 0 ? MEASURED : least;
  }
}
