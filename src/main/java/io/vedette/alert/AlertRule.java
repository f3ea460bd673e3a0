package io.vedette.alert;

import io.vedette.config.Inline;
import io.vedette.config.Setting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person is to be told of. Immutable. */
public record AlertRule(
    @Setting(
            value = "in-zone",
            doc = "in-zone, crossed (a line), seen, stopped, crowded or empty (a zone).")
        When when,
    @Setting(value = "", doc = "Cameras it is about; all when empty.") List<String> cameras,
    @Setting(value = "", doc = "Zones or lines it is about; all when empty.") List<String> places,
    @Setting(value = "", doc = "Labels it is about; all when empty.") List<String> labels,
    @Setting(value = "", doc = "Part of the day, as 22:00-06:00; all of it when empty.")
        @Nullable String hours,
    @Setting(value = "", doc = "Days on which those hours begin, as mon,tue; all when empty.")
        List<String> days,
    @Setting(value = "0", doc = "How long it must last before it is told.") Duration lasting,
    @Inline FloodLimit limit,
    @Setting(value = "", doc = "Sinks it is sent to; all when empty.") List<String> sinks) {
  public AlertRule {
    cameras = List.copyOf(cameras);
    places = List.copyOf(places);
    labels = List.copyOf(labels);
    days = List.copyOf(days);
    sinks = List.copyOf(sinks);
    Hours.parse(hours, days); // refuses what is none
    if (lasting.isNegative()) {
      throw new IllegalArgumentException("lasting: expected 0 or more, found " + lasting);
    }
  }

  Hours times() {
    return Hours.parse(hours, days);
  }
}
