package io.vedette.rule;

import io.vedette.config.Setting;
import io.vedette.geometry.RelativePolygon;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A named part of the picture in which presence matters. Immutable. */
public record ZoneSettings(
    @Setting(
            value = "0,0 1,0 1,1 0,1",
            doc = "Corners as x,y x,y …, parts of the picture from the top left.")
        String polygon,
    @Setting(value = "", doc = "Labels to which it applies; all when empty.") List<String> labels,
    @Setting(value = "0", doc = "Least area of a box, as a part of the picture.") double minSize,
    @Setting(
            value = "400ms",
            doc = "An object has entered or left once it was inside or outside for this time.")
        Duration inertia,
    @Setting(value = "", doc = "Time in the zone after which an object loiters; never when empty.")
        @Nullable Duration loitering,
    @Setting(value = "0", doc = "The zone is crowded with more objects than this; never when 0.")
        int crowd,
    @Setting(
            value = "",
            doc = "Time without any object after which an event is published; never when empty.")
        @Nullable Duration absence) {
  public ZoneSettings {
    labels = List.copyOf(labels);
    parse(polygon);
    RuleLimits.part("min-size", minSize);
    RuleLimits.notNegative("inertia", inertia);
    RuleLimits.positive("loitering", loitering);
    RuleLimits.positive("absence", absence);
    if (crowd < 0) {
      throw new IllegalArgumentException("crowd: expected 0 or more, found " + crowd);
    }
  }

  public RelativePolygon area() {
    return parse(polygon);
  }

  private static RelativePolygon parse(String polygon) {
    return RuleLimits.area("polygon", polygon);
  }
}
