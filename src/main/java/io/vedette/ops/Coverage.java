package io.vedette.ops;

import io.vedette.event.operation.CoverageEvent;
import io.vedette.event.operation.Quality;
import io.vedette.frame.DropReason;
import io.vedette.frame.Ledger;
import io.vedette.frame.Ledger.Balance;
import io.vedette.runtime.Service;
import io.vedette.runtime.Supervisor;
import io.vedette.text.DurationWords;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reports, after each minute, of the frames of each camera that this node processed in it, also
 * if there were none. Thread-safe.
 */
public final class Coverage implements Service {
  /** The measuring of the quality of cameras' connections. */
  @FunctionalInterface
  public interface QualityMeter {
    /**
     * The quality of a camera's connection since the last call.
     *
     * @param frames number of frames captured since then
     * @return null for a camera that is not read here
     */
    @Nullable Quality quality(String camera, long frames);
  }

  /**
   * The process that reports.
   *
   * @param role {@code ingest} or {@code detect}
   */
  public record Origin(String role, String node, QualityMeter meter) {}

  private static final Logger LOG = LoggerFactory.getLogger(Coverage.class);

  private final Ledger ledger;
  private final Origin origin;
  private final Supplier<Set<String>> cameras;
  private final Consumer<CoverageEvent> sink;
  private final Map<String, Map<String, Long>> reported = new HashMap<>();
  private final EveryMinute minutes;

  /**
   * @param cameras the cameras that are reported also without any frames
   * @param sink takes the events; must not block
   */
  public Coverage(
      Ledger ledger,
      Origin origin,
      Supplier<Set<String>> cameras,
      Consumer<CoverageEvent> sink,
      InstantSource clock,
      Supervisor supervisor) {
    this.ledger = ledger;
    this.origin = origin;
    this.cameras = cameras;
    this.sink = sink;
    this.minutes = new EveryMinute("coverage", this::report, clock, supervisor);
  }

  @Override
  public void start() {
    minutes.start();
  }

  /** Reports the minute that has begun, and ends. */
  @Override
  public void close() {
    minutes.close();
  }

  /** A reported period. */
  private record Span(Instant from, Instant to) {}

  private void report(Instant from, Instant to) {
    Map<String, Balance> balances = ledger.balances();
    Set<String> all = new TreeSet<>(cameras.get());
    all.addAll(balances.keySet());
    Map<String, Long> sums = new TreeMap<>();
    for (String camera : all) {
      report(camera, new Span(from, to), counts(balances.get(camera)))
          .forEach((what, frames) -> sums.merge(what, frames, Long::sum));
    }
    LOG.info(
        "{}: {} in {}",
        origin.role,
        CoverageWords.of(sums),
        DurationWords.of(Duration.between(from, to)));
  }

  /** Reports a camera's frames since the last report, and returns the counts. */
  private Map<String, Long> report(String camera, Span span, Map<String, Long> counts) {
    Map<String, Long> before = reported.getOrDefault(camera, Map.of());
    Map<String, Long> grown = new TreeMap<>();
    counts.forEach(
        (what, frames) -> {
          long more = frames - before.getOrDefault(what, 0L);
          if (more > 0) {
            grown.put(what, more);
          }
        });
    reported.put(camera, counts);
    boolean isWatched = cameras.get().contains(camera);
    if (isWatched || !grown.isEmpty()) {
      long captured = grown.getOrDefault("captured", 0L);
      @Nullable Quality quality = origin.meter.quality(camera, captured);
      sink.accept(
          new CoverageEvent(camera, origin.node, origin.role, span.from, span.to, grown, quality));
    }
    return grown;
  }

  private static Map<String, Long> counts(@Nullable Balance balance) {
    Map<String, Long> counts = new TreeMap<>();
    if (balance != null) {
      counts.put("captured", balance.captured());
      counts.put("inferred", balance.inferred());
      counts.put("shrunk", balance.shrunk());
      for (DropReason reason : DropReason.values()) {
        counts.put("dropped." + reason.wireName(), balance.dropped().getOrDefault(reason, 0L));
      }
    }
    return counts;
  }
}
