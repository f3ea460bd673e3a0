package io.vedette.ops;

import io.vedette.runtime.Service;
import io.vedette.runtime.Supervisor;
import io.vedette.text.DurationWords;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The line in the log, once a minute, about a role's work. Thread-safe. */
public final class MinuteLine implements Service {
  /**
   * The work that is reported.
   *
   * @param role as {@code track}
   * @param counts the work since the start, by kind, in the order of the line
   */
  public record Work(String role, Supplier<Map<String, Long>> counts) {}

  private final Work work;
  private final Consumer<String> log;
  private final Map<String, Long> written = new HashMap<>();
  private final EveryMinute minutes;

  /**
   * @param log takes the lines; must not block
   */
  public MinuteLine(Work work, Consumer<String> log, InstantSource clock, Supervisor supervisor) {
    this.work = work;
    this.log = log;
    this.minutes = new EveryMinute("minute-" + work.role(), this::write, clock, supervisor);
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

  private void write(Instant from, Instant to) {
    List<String> parts = new ArrayList<>();
    work.counts()
        .get()
        .forEach(
            (what, count) -> {
              long more = count - written.getOrDefault(what, 0L);
              written.put(what, count);
              if (more > 0) {
                parts.add(more + " " + what);
              }
            });
    Duration passed = Duration.between(from, to);
    log.accept(
        "%s: %s in %s"
            .formatted(
                work.role(),
                parts.isEmpty() ? "nothing" : String.join(", ", parts),
                DurationWords.of(passed.isNegative() ? Duration.ZERO : passed)));
  }
}
