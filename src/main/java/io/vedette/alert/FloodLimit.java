package io.vedette.alert;

import io.vedette.config.Setting;
import java.time.Duration;
import java.util.Locale;

/** How many alerts of a rule are told. Immutable. */
public record FloodLimit(
    @Setting(value = "10m", doc = "After an alert, no other of the same for so long.")
        Duration coolDown,
    @Setting(value = "place", doc = "What is the same: place, camera or track.") Per per,
    @Setting(value = "0", doc = "Waits so long for more of the same, and tells them together.")
        Duration group) {
  /** What alerts are told together, and quieten each other. */
  public enum Per {
    PLACE,
    CAMERA,
    TRACK;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public FloodLimit {
    if (coolDown.isNegative() || group.isNegative()) {
      throw new IllegalArgumentException("cool-down and group: expected 0 or more");
    }
  }

  /** What the alerts of a rule about facts like this one have in common. */
  String key(Fact fact) {
    Fact.Subject subject = fact.subject();
    return switch (per) {
      case PLACE -> fact.place() == null ? "" : fact.place();
      case CAMERA -> "";
      case TRACK -> subject == null ? "" : Long.toString(subject.number());
    };
  }
}
