package io.vedette.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The request of a viewer. Immutable.
 *
 * @param show the cameras to be shown from now on, by id; null for no change
 * @param boxes whether pictures wait for their detections; null for no change
 * @param acknowledged the last picture that has arrived
 * @param moment the time to be shown; null for no change
 */
record ViewerRequest(
    @Nullable Map<String, Wanted> show,
    @Nullable Boolean boxes,
    OptionalLong acknowledged,
    @Nullable Moment moment) {
  private static final int MOST_CAMERAS = 200;
  private static final double MOST_FPS = 60;
  private static final double MOST_RATE = 16;
  private static final int LARGEST_WIDTH = 16_384;
  private static final long LATEST = LivePicture.micros(Bounds.LATEST);

  /**
   * The wanted form of a camera's pictures.
   *
   * @param fps most pictures a second
   * @param width the width of the place it is shown in, in pixels; 0 for the camera's own
   */
  record Wanted(double fps, int width) {}

  /**
   * The time to be shown.
   *
   * @param at null for now
   * @param rate the rate of time; 0 shows one picture
   */
  record Moment(@Nullable Instant at, double rate) {}

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException when it is none
   */
  static ViewerRequest read(byte[] json) {
    CheckedJson root = CheckedJson.parse(json, "a request for pictures");
    return new ViewerRequest(
        root.raw("show").isMissingNode() ? null : show(root),
        root.has("boxes") ? root.flag("boxes") : null,
        root.has("ack") ? OptionalLong.of(root.number("ack", Bounds.COUNT)) : OptionalLong.empty(),
        moment(root));
  }

  private static Map<String, Wanted> show(CheckedJson root) {
    Map<String, Wanted> show = new LinkedHashMap<>();
    List<Map.Entry<String, Wanted>> list =
        root.objects(
            "show",
            MOST_CAMERAS,
            one -> Map.entry(one.name("camera"), new Wanted(fps(one), width(one))));
    list.forEach(one -> show.put(one.getKey(), one.getValue()));
    return show;
  }

  private static double fps(CheckedJson one) {
    return one.has("fps") ? one.real("fps", 0.1, MOST_FPS) : MOST_FPS;
  }

  private static int width(CheckedJson one) {
    return (int) one.number("width", LARGEST_WIDTH, 0);
  }

  private static @Nullable Moment moment(CheckedJson root) {
    JsonNode at = root.raw("at");
    if (at.isMissingNode()) {
      return null;
    }
    if (at.isNull()) {
      return new Moment(null, 1);
    }
    long micros = root.number("at", LATEST);
    return new Moment(
        Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS),
        root.has("rate") ? root.real("rate", 0, MOST_RATE) : 1);
  }
}
