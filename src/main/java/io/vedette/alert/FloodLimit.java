package io.vedette.alert;

import io.vedette.config.Limits;
import io.vedette.config.Setting;
import java.time.Duration;
import java.util.Locale;

/** The limit on the number of alerts of a rule. Immutable. */
public record FloodLimit(
    @Setting(value = "10m", doc = "After an alert, no further one of the same for this time.")
        Duration coolDown,
    @Setting(value = "place", doc = "What counts as the same: place, camera or track.") Per per,
    @Setting(
            value = "0",
            doc = "How long to wait for further ones of the same, which then become one alert.")
        Duration group) {
  /** The kind of subject whose facts share a group and a cool-down. */
  public enum Per {
    PLACE,
    CAMERA,
    TRACK;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public FloodLimit {
    Limits.require(!coolDown.isNegative(), "cool-down", "0 or more", coolDown);
    Limits.require(!group.isNegative(), "group", "0 or more", group);
  }

  /** The key of the group and cool-down that a fact belongs to. */
  String key(Fact fact) {
    Fact.Subject subject = fact.subject();
    return switch (per) {
      case PLACE -> fact.place() == null ? "" : fact.place();
      case CAMERA -> "";
      case TRACK -> subject == null ? "" : Long.toString(subject.number());
    };
  }
}
