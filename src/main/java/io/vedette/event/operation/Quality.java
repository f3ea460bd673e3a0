package io.vedette.event.operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The quality of the connection to a camera. Immutable.
 *
 * @param fpsRatio frames that came ÷ frames that were due, in the last period
 * @param reconnects number of reconnects in the last hour
 * @param stalls number of stalls in the last hour
 */
public record Quality(double fpsRatio, int reconnects, int stalls) {
  private static final double HUNDREDTHS = 100;

  /** The grades, best first. */
  public enum Grade {
    EXCELLENT(0.95, 0, 0),
    GOOD(0.9, 2, 1),
    FAIR(0.75, 6, 3),
    POOR(0.4, 30, 15),
    UNUSABLE(0, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final double leastRatio;
    private final int mostReconnects;
    private final int mostStalls;

    Grade(double leastRatio, int mostReconnects, int mostStalls) {
      this.leastRatio = leastRatio;
      this.mostReconnects = mostReconnects;
      this.mostStalls = mostStalls;
    }

    /** The word used in records. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    private boolean fits(Quality quality) {
      return quality.fpsRatio >= leastRatio
          && quality.reconnects <= mostReconnects
          && quality.stalls <= mostStalls;
    }
  }

  /** The best grade that all three figures reach. */
  public Grade grade() {
    for (Grade grade : Grade.values()) {
      if (grade.fits(this)) {
        return grade;
      }
    }
    return Grade.UNUSABLE;
  }

  static @Nullable Quality read(@Nullable CheckedJson json) {
    return json == null
        ? null
        : new Quality(
            json.real("fps_ratio", 0, Bounds.SMALL_COUNT),
            (int) json.number("reconnects", Bounds.SMALL_COUNT, 0),
            (int) json.number("stalls", Bounds.SMALL_COUNT, 0));
  }

  /** The quality's JSON. */
  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("grade", grade().wireName())
        .put("fps_ratio", Math.round(fpsRatio * HUNDREDTHS) / HUNDREDTHS)
        .put("reconnects", reconnects)
        .put("stalls", stalls);
  }
}
