package io.vedette.cli.event;

import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.CoverageEvent;
import io.vedette.event.operation.DegradationEvent;
import io.vedette.event.operation.DropEvent;
import io.vedette.event.operation.OperationEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The text of an event about the work on a camera, as a sentence. Immutable. */
final class OperationWords {
  private static final String DROPPED = "dropped.";
  private static final String STILL = DROPPED + "still";

  private OperationWords() {}

  /** The text of an event, as {@code live on node-1}. */
  static String of(OperationEvent event) {
    if (event instanceof CameraStateEvent state) {
      return of(state);
    }
    if (event instanceof CoverageEvent coverage) {
      return of(coverage);
    }
    return event instanceof DropEvent drop ? of(drop) : of((DegradationEvent) event);
  }

  private static String of(CameraStateEvent event) {
    CameraStateEvent.Problem problem = event.problem();
    return event.state().wireName()
        + " on "
        + event.node()
        + (problem == null ? "" : ": " + problem.message());
  }

  /** The text of a coverage, as {@code 300 captured, 2 dropped (2 broker) in 60 s (ingest)}. */
  private static String of(CoverageEvent event) {
    List<String> parts = new ArrayList<>();
    event
        .counts()
        .forEach(
            (name, count) -> {
              if (!name.startsWith(DROPPED) || name.equals(STILL)) {
                parts.add(count + " " + name.replace(DROPPED, ""));
              }
            });
    parts.add(dropped(event.counts()));
    return "%s in %d s (%s)"
        .formatted(
            String.join(", ", parts),
            Math.round(seconds(Duration.between(event.from(), event.to()))),
            event.role());
  }

  private static String dropped(Map<String, Long> counts) {
    List<String> reasons = new ArrayList<>();
    long sum = 0;
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      boolean isLoss = count.getKey().startsWith(DROPPED) && !count.getKey().equals(STILL);
      if (isLoss && count.getValue() > 0) {
        sum += count.getValue();
        reasons.add(count.getValue() + " " + count.getKey().substring(DROPPED.length()));
      }
    }
    return sum + " dropped" + (reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")");
  }

  private static String of(DropEvent event) {
    long frames = event.last() - event.first() + 1;
    return frames == 1
        ? "frame #%d dropped: %s".formatted(event.first(), event.reason())
        : "frames #%d to #%d dropped (%d): %s"
            .formatted(event.first(), event.last(), frames, event.reason());
  }

  private static String of(DegradationEvent event) {
    if (event.step() == 0) {
      return "sends all frames again";
    }
    String lag = String.format(Locale.ROOT, "workers are %.1f s behind", seconds(event.lag()));
    DegradationEvent.Measure measure = event.measure();
    String taken =
        measure.isPaused()
            ? "no frames"
            : "%s of the frames, %s of their width"
                .formatted(percent(measure.rate()), percent(measure.scale()));
    return "degraded to step %d: %s, %s".formatted(event.step(), taken, lag);
  }

  private static String percent(double share) {
    return Math.round(share * 100) + " %";
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
