package io.vedette.alert;

import io.vedette.config.Setting;
import io.vedette.validation.Names;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of alerts: the time zone and the rules. Immutable. */
public record AlertSettings(
    @Setting(
            value = "",
            doc = "Time zone of hours and days, as Europe/Berlin; this machine's when empty.")
        @Nullable String timeZone,
    @Setting(value = "", doc = "The alerts by name.") Map<String, AlertRule> rules) {
  public AlertSettings {
    rules = Map.copyOf(rules);
    rules.keySet().forEach(name -> Names.name("rules", name));
    zone(timeZone);
  }

  /** The zone of hours and days. */
  ZoneId zone() {
    return zone(timeZone);
  }

  private static ZoneId zone(@Nullable String name) {
    try {
      return name == null ? ZoneId.systemDefault() : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "time-zone: expected a zone as Europe/Berlin, found \"" + name + "\"", e);
    }
  }
}
