package io.vedette.rule;

import io.vedette.config.Setting;
import java.time.Duration;

/** When an object counts as standing still. Immutable. */
public record StandstillSettings(
    @Setting(value = "10s", doc = "An object within reach for so long has stopped.") Duration after,
    @Setting(
            value = "0.2",
            doc = "How far its anchor may stray, as a part of its box's height and width.")
        double reach) {
  public StandstillSettings {
    RuleLimits.positive("after", after);
    if (!(reach > 0)) {
      throw new IllegalArgumentException("reach: expected more than 0, found " + reach);
    }
  }
}
