package io.vedette.rule;

import static io.vedette.config.Limits.shown;

import io.vedette.config.Setting;
import java.time.Duration;

/** The settings of standstill. Immutable. */
public record StandstillSettings(
    @Setting(value = "10s", doc = "An object that stays within reach for this time has stopped.")
        Duration after,
    @Setting(
            value = "0.2",
            doc = "How far its anchor may move, as a part of its box's height and width.")
        double reach) {
  public StandstillSettings {
    RuleLimits.positive("after", after);
    if (!(reach > 0)) {
      throw new IllegalArgumentException("reach: expected more than 0, found " + shown(reach));
    }
  }
}
