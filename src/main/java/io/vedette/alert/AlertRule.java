package io.vedette.alert;

import io.vedette.config.Inline;
import io.vedette.config.Limits;
import io.vedette.config.Setting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The definition of an alert: its condition, places, times and limits. Immutable. */
public record AlertRule(
    @Setting(
            value = "in-zone",
            doc = "in-zone, crossed (a line), seen, stopped, crowded or empty (a zone).")
        When when,
    @Setting(value = "", doc = "Cameras to which it applies; all when empty.") List<String> cameras,
    @Setting(value = "", doc = "Zones or lines to which it applies; all when empty.")
        List<String> places,
    @Setting(value = "", doc = "Labels to which it applies; all when empty.") List<String> labels,
    @Setting(value = "", doc = "Part of the day, as 22:00-06:00; all of it when empty.")
        @Nullable String hours,
    @Setting(value = "", doc = "Days on which those hours begin, as mon,tue; all when empty.")
        List<String> days,
    @Setting(value = "0", doc = "How long the condition must last before an alert is raised.")
        Duration lasting,
    @Inline FloodLimit limit,
    @Setting(value = "", doc = "Sinks that receive it; all when empty.") List<String> sinks) {
  public AlertRule {
    cameras = List.copyOf(cameras);
    places = List.copyOf(places);
    labels = List.copyOf(labels);
    days = List.copyOf(days);
    sinks = List.copyOf(sinks);
    Hours.parse(hours, days); // refuses what is none
    Limits.require(!lasting.isNegative(), "lasting", "0 or more", lasting);
  }

  Hours times() {
    return Hours.parse(hours, days);
  }
}
