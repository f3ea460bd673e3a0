package io.vedette.rule;

import io.vedette.config.Setting;
import io.vedette.geometry.RelativeLine;
import java.util.List;

/** A directed line whose crossings are counted. Immutable. */
public record LineSettings(
    @Setting(value = "0,0.5 1,0.5", doc = "Start and end as x,y x,y, parts of the picture.")
        String points,
    @Setting(value = "", doc = "Labels to which it applies; all when empty.") List<String> labels,
    @Setting(
            value = "0.01",
            doc =
                "A crossing counts once the object is this far beyond the line, so that a trembling box does not cross.")
        double margin) {
  public LineSettings {
    labels = List.copyOf(labels);
    parse(points);
    RuleLimits.part("margin", margin);
  }

  public RelativeLine line() {
    return parse(points);
  }

  private static RelativeLine parse(String points) {
    return RuleLimits.parsed("points", () -> RelativeLine.parse(points));
  }
}
