package io.vedette.ops;

import io.vedette.event.operation.CoverageEvent;
import io.vedette.event.operation.Quality;
import io.vedette.frame.DropReason;
import io.vedette.frame.Ledger;
import io.vedette.frame.Ledger.Balance;
import io.vedette.runtime.Service;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells after each minute what this node did with each camera's frames in it, also when that was
 * nothing. Thread-safe.
 */
public final class Coverage implements Service {
  /** How good a camera's connection was. */
  @FunctionalInterface
  public interface QualityMeter {
    /**
     * Measures it since it was last measured.
     *
     * @param frames captured since then
     * @return null of a camera that is not read here
     */
    @Nullable Quality quality(String camera, long frames);
  }

  /**
   * Who tells.
   *
   * @param role {@code ingest} or {@code detect}
   */
  public record Teller(String role, String node, QualityMeter meter) {}

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Ledger ledger;
  private final Teller teller;
  private final Supplier<Set<String>> cameras;
  private final Consumer<CoverageEvent> sink;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Worker worker;

  /**
   * @param cameras those to be told of also when nothing was done
   * @param sink takes the events; must not block
   */
  public Coverage(
      Ledger ledger,
      Teller teller,
      Supplier<Set<String>> cameras,
      Consumer<CoverageEvent> sink,
      InstantSource clock,
      Supervisor supervisor) {
    this.ledger = ledger;
    this.teller = teller;
    this.cameras = cameras;
    this.sink = sink;
    this.clock = clock;
    Telling telling = new Telling();
    this.worker = new Worker("coverage", PATIENCE, () -> telling, supervisor);
  }

  @Override
  public void start() {
    worker.start();
  }

  /** Tells of the minute that has begun, and ends. */
  @Override
  public void close() {
    closing.countDown();
    worker.close();
  }

  private final class Telling implements Worker.Duty {
    private final Map<String, Map<String, Long>> told = new HashMap<>();
    private Instant from = clock.instant();

    @Override
    public void run() throws InterruptedException {
      if (closing.await(1, TimeUnit.SECONDS)) {
        worker.stop();
      }
      Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
      if (!minute.equals(from.truncatedTo(ChronoUnit.MINUTES))) {
        tell(minute.isBefore(from) ? clock.instant() : minute);
      }
    }

    @Override
    public void onClose() {
      tell(clock.instant());
    }

    private void tell(Instant to) {
      Map<String, Balance> balances = ledger.balances();
      Set<String> all = new TreeSet<>(cameras.get());
      all.addAll(balances.keySet());
      for (String camera : all) {
        tell(camera, to, counts(balances.get(camera)));
      }
      from = to;
    }

    private void tell(String camera, Instant to, Map<String, Long> counts) {
      Map<String, Long> before = told.getOrDefault(camera, Map.of());
      Map<String, Long> grown = new TreeMap<>();
      counts.forEach(
          (what, frames) -> {
            long more = frames - before.getOrDefault(what, 0L);
            if (more > 0) {
              grown.put(what, more);
            }
          });
      told.put(camera, counts);
      boolean isWatched = cameras.get().contains(camera);
      if (isWatched || !grown.isEmpty()) {
        long captured = grown.getOrDefault("captured", 0L);
        @Nullable Quality quality = teller.meter.quality(camera, captured);
        sink.accept(new CoverageEvent(camera, teller.node, teller.role, from, to, grown, quality));
      }
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
}
