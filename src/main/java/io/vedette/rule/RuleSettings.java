package io.vedette.rule;

import io.vedette.config.Setting;
import io.vedette.validation.Names;
import java.time.Duration;
import java.util.Map;

/** What is worth telling about one camera's tracks. Immutable. */
public record RuleSettings(
    @Setting(value = "", doc = "Zones by name.") Map<String, ZoneSettings> zones,
    @Setting(value = "", doc = "Counting lines by name.") Map<String, LineSettings> lines,
    @Setting(value = "", doc = "Ignored parts of the picture by name.")
        Map<String, MaskSettings> masks,
    StandstillSettings standstill,
    @Setting(value = "1s", doc = "How often a track's place is told.") Duration updateEvery,
    @Setting(
            value = "5s",
            doc = "After a longer silence of the camera, absence is timed anew: nobody looked.")
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

  /** They are part of records, topics and pages. */
  private static void requireNames(String key, Map<String, ?> named) {
    if (named.size() > MOST) {
      throw new IllegalArgumentException(
          "%s: expected up to %d, found %d".formatted(key, MOST, named.size()));
    }
    named.keySet().forEach(name -> Names.name(key, name));
  }
}
