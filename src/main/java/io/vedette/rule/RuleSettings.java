package io.vedette.rule;

import io.vedette.config.Setting;
import io.vedette.validation.Names;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The rules of one camera: zones, lines, masks and standstill. Immutable. */
public record RuleSettings(
    @Setting(value = "", doc = "Zones by name.") Map<String, ZoneSettings> zones,
    @Setting(value = "", doc = "Counting lines by name.") Map<String, LineSettings> lines,
    @Setting(value = "", doc = "Ignored parts of the picture, by name.")
        Map<String, MaskSettings> masks,
    StandstillSettings standstill,
    @Setting(value = "1s", doc = "Shortest time between two updates of a track's position.")
        Duration updateEvery,
    @Setting(
            value = "5s",
            doc =
                "After a longer gap between frames, absence is measured again from the start, since nobody looked.")
        Duration maxGap) {
  private static final int MOST = 100;

  public RuleSettings {
    zones = Map.copyOf(zones);
    lines = Map.copyOf(lines);
    masks = Map.copyOf(masks);
    requireNames("zones", zones);
    requireNames("lines", lines);
    requireNames("masks", masks);
    RuleLimits.notNegative("update-every", updateEvery);
    RuleLimits.positive("max-gap", maxGap);
  }

  /** The polygons in which movement does not count, by name. */
  public Map<String, String> motionMasks() {
    Map<String, String> polygons = new TreeMap<>();
    masks.forEach(
        (name, mask) -> {
          if (mask.isForMotion()) {
            polygons.put(name, mask.polygon());
          }
        });
    return polygons;
  }

  /** Checks names, which are part of records, topics and pages. */
  private static void requireNames(String key, Map<String, ?> named) {
    if (named.size() > MOST) {
      throw new IllegalArgumentException(
          "%s: expected up to %d, found %d".formatted(key, MOST, named.size()));
    }
    named.keySet().forEach(name -> Names.name(key, name));
  }
}
